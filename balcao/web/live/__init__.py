"""The live stream: server-sent events that carry a topic and a number, and never content."""

from .stream import end_all, stream

__all__ = ["end_all", "stream"]
