"""Where the test data lies: beside the project, copied nowhere."""

from __future__ import annotations

import os
from pathlib import Path

_PROJECT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("BALCAO_TEST_DATA") or _PROJECT.parent / "shared" / "data")
