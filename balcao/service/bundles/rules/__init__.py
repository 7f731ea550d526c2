"""What a template may say, and which tasks come next: pure, without database or clock."""

from .content import START, Content, Task, as_json, read
from .moving import SETTLED, STATE_LABELS, State, due_on, ready

__all__ = [
    "SETTLED",
    "START",
    "STATE_LABELS",
    "Content",
    "State",
    "Task",
    "as_json",
    "due_on",
    "read",
    "ready",
]
