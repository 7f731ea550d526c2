"""Figures of both sides of the counter, for who reads figures and no tickets."""
