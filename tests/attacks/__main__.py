"""Writes the report: `python -m tests.attacks`."""

import conftest  # noqa: F401 - first of all: settings, and a data folder of its own
from tests.attacks.report import main

main()
