"""The browser of the tests: the machine's Chromium, or the one that set-up unpacked."""

from __future__ import annotations

import shutil
from pathlib import Path

UNPACKED = Path(__file__).resolve().parent.parent / "build" / "chromium" / "browser"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# The first two would cost more than most pages: what the bar of addresses may drop down, which each
# new window loads in a process of its own. The others are Playwright's, whose list this one replaces.
WITHOUT = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--font-render-hinting=none",
    f"--disable-features={','.join(WITHOUT)}",
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
