from __future__ import annotations

from balcao.service.bundles.tests.conftest import welcoming

__all__ = ["welcoming"]
