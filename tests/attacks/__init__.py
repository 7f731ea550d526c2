"""Attacks on anonymous surveys, carried out against the product as it is; each can win elsewhere."""
