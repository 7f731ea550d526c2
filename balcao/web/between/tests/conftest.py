from __future__ import annotations

from balcao.service.between.tests.conftest import ask, company, ticket

__all__ = ["ask", "company", "ticket"]
