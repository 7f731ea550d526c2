"""Which column of a file is what, by the names people give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from balcao.core.tables import WrongFile
from balcao.core.text import fold, one_line

from .refusals import COLUMNS

NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("numero", "numero do pedido", "n do pedido", "no do pedido", "pedido", "codigo",
               "codigo do pedido", "id do pedido", "number", "order", "order number", "order id"),
    "ordered_on": ("data", "data do pedido", "data da compra", "comprado em", "pedido em",
                   "ordered on", "order date", "date"),
    "promised_on": ("prometido", "prometido para", "previsao", "previsao de entrega", "prazo",
                    "data prometida", "promised", "promised on", "promised for", "due date"),
    "delivered_on": ("entregue", "entregue em", "entrega", "data de entrega", "data da entrega",
                     "delivered", "delivered on", "delivery date"),
    "cancelled_on": ("cancelado", "cancelado em", "data do cancelamento", "cancelled",
                     "cancelled on", "canceled on"),
    "value": ("valor", "valor total", "total", "preco", "valor do pedido", "value", "amount"),
    "currency": ("moeda", "currency"),
    "channel": ("canal", "canal de venda", "channel", "sales channel"),
    "store": ("loja", "filial", "store", "shop"),
    "region": ("regiao", "uf", "estado", "region", "state"),
    "name": ("nome", "cliente", "nome do cliente", "name", "customer", "customer name"),
    "email": ("e mail", "email", "e mail do cliente", "email do cliente", "mail"),
    "phone": ("telefone", "celular", "fone", "whatsapp", "phone", "mobile"),
    "document": ("cpf", "cnpj", "cpf cnpj", "cpf ou cnpj", "documento", "document"),
}  # fmt: skip
WHO = frozenset({"email", "phone", "document"})
NEEDED = ("number", "ordered_on")
_BY_NAME = {name: column for column, names in NAMES.items() for name in names}
_SPOKEN = str.maketrans(dict.fromkeys("-_./:;()#*º°ª", " "))
MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each known column stands, how many there are, and the names of those left aside."""

    places: Mapping[str, int]
    width: int
    ignored: tuple[str, ...] = ()


def columns_of(names: Sequence[str]) -> Columns:
    """Which column is what, by the first line. WrongFile when one is missing or stands twice."""
    places: dict[str, int] = {}
    ignored = []
    for place, name in enumerate(names):
        column = _BY_NAME.get(_spoken(name))
        if column is None:
            if name.strip():
                ignored.append(one_line(name, MAX_NAME))
        elif column in places:
            raise WrongFile(
                format_lazy(_("Two columns say the same: {column}."), column=COLUMNS[column])
            )
        else:
            places[column] = place
    for column in NEEDED:
        if column not in places:
            raise WrongFile(
                format_lazy(
                    _("The first line must name a column for: {column}."), column=COLUMNS[column]
                )
            )
    if not WHO & places.keys():
        raise WrongFile(
            _("The first line must name a column for who bought: e-mail, phone, CPF or CNPJ.")
        )
    return Columns(places, len(names), tuple(ignored))


def _spoken(name: str) -> str:
    return " ".join(fold(name).translate(_SPOKEN).split())
