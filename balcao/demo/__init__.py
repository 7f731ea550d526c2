"""The demo company, Móveis Boa Praça: ninety days told through the same actions as real work."""

from .loading import load

__all__ = ["load"]
