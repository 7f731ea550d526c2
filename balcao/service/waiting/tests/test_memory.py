"""scipy costs memory that processes which serve pages don't pay."""

from __future__ import annotations

import subprocess
import sys

_PAGES = """
import sys
import django
django.setup()
import balcao.config.urls
from django.urls import get_resolver
from django.template import engines
get_resolver().url_patterns
engines["jinja2"].get_template("portal/wait.html")
sys.exit(any(name.partition(".")[0] in ("scipy", "numpy") for name in sys.modules))
"""


def test_pages_do_without_scipy() -> None:
    done = subprocess.run([sys.executable, "-c", _PAGES], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
