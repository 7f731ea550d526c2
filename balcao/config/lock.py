"""One desk a folder: a lock held while it runs, in which stands where its pages are."""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path
from typing import IO

NAME = "up.lock"


def take(data: Path, url: str) -> IO[str]:
    """Hold the folder for a desk whose pages are at this address; BlockingIOError while one runs."""
    lock = (data / NAME).open("a+")
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    lock.truncate(0)
    lock.write(f"process {os.getpid()}, {url}")
    lock.flush()
    return lock


def told(data: Path) -> str:
    """What the desk that runs or ran here wrote about itself; empty when none did."""
    try:
        return (data / NAME).read_text().strip()
    except OSError:
        return ""


def address(data: Path) -> str:
    """Where, on this machine, the pages of the desk are that runs or ran here; empty for none."""
    found = re.search(r"http://\S+", told(data))
    return found[0] if found else ""


def is_held(data: Path) -> bool:
    """Whether a desk runs on the folder."""
    try:
        with (data / NAME).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
