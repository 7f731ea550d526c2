"""Rules of answers: what is blotted out, how it is packed, which groups stay beside it. Pure."""

from .grouping import OF_REQUESTS, ORDER, grouped
from .masking import MARK, Names, masked
from .packing import packed, room, unpacked

__all__ = [
    "MARK",
    "OF_REQUESTS",
    "ORDER",
    "Names",
    "grouped",
    "masked",
    "packed",
    "room",
    "unpacked",
]
