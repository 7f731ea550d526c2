"""Orders and files of them, for the tests of this room."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

from balcao.core.actor import SYSTEM
from balcao.register.orders import actions
from balcao.register.orders.actions.recording import Recorded
from balcao.register.orders.models import OrderImport

HEAD = "Número;Data;Nome;E-mail;Telefone;CPF/CNPJ;Prometido para;Entregue em;Valor\n"


def bought(number: str = "1001", customer: Any = "joao@cliente.example", **told: Any) -> Recorded:
    """An order of João's, unless said otherwise."""
    sofa = {"ordered_on": date(2026, 9, 1), "value": Decimal("2199.00")}
    return actions.record_order(SYSTEM, number=number, customer=customer, **{**sofa, **told})


def brought(told: str | bytes, *, through: bool = False, **kept: Any) -> OrderImport:
    """A file that was looked through, and imported when it is `through`."""
    content = told.encode() if isinstance(told, str) else told
    made = actions.import_orders(SYSTEM, io.BytesIO(content), "pedidos.csv", **kept)
    actions.check_all(made.pk)
    if through:
        actions.begin_import(SYSTEM, made.pk)
        actions.import_all(made.pk)
    made.refresh_from_db()
    return made
