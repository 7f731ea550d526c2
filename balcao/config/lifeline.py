"""A child that does not outlive its parent, however the parent ends."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent(signum: signal.Signals) -> None:
    """Ask the kernel to send this process the signal when its parent ends (Linux only)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(signum), 0, 0, 0)


def show_as(name: str) -> None:
    """Show this process under that name in ps and top, cut to 15 letters (Linux only)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_NAME, name.encode()[:15], 0, 0, 0)


def tied(signum: signal.Signals) -> Callable[[], None]:
    """For `preexec_fn`: ties the child to this process.

    Runs after the change of user, which would undo it; a parent gone before it ends the child.
    """
    parent = os.getpid()

    def tie() -> None:
        end_with_parent(signum)
        if os.getppid() != parent:
            os._exit(1)

    return tie
