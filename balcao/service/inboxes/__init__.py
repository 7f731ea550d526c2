"""Addresses through which tickets come in, each with its team and its side."""
