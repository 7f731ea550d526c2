"""Balcão: one counter, two sides, one register, one inbox and one portal."""

__version__ = "0.1.0"
