"""The browser of the tests: the machine's Chromium, or the one that set-up unpacked."""

from __future__ import annotations

import shutil
from pathlib import Path

UNPACKED = Path(__file__).resolve().parent.parent / "build" / "chromium" / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--font-render-hinting=none",
]


class NoBrowser(Exception):
    """There is no browser, and how to get one."""


def program() -> Path:
    """The path of the browser; NoBrowser when there is none."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    if UNPACKED.exists():
        return UNPACKED
    raise NoBrowser("No Chromium: run `make setup`, or install the package chromium.")
