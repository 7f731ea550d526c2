"""A line of a file as an order, or the reason why it is none."""

from __future__ import annotations

from collections.abc import Sequence

from balcao.core import documents, phones, text
from balcao.core.documents import DocumentKind
from balcao.core.tables import REPLACED

from .columns import Columns
from .refusals import WrongOrder
from .told import LONGEST, Customer, Told
from .values import read_amount, read_date, read_words

_NOTHING = frozenset({"-", "\N{EN DASH}", "\N{EM DASH}"})


def read_line(columns: Columns, cells: Sequence[str], source: str) -> Told:
    """The order that a line tells. WrongOrder with the first reason why it can't be read."""
    if any(cell.strip() for cell in cells[columns.width :]):
        raise WrongOrder("cells")
    told = {name: _cell(name, cells, place) for name, place in columns.places.items()}

    def words(name: str) -> str:
        return read_words(name, told.get(name, ""), LONGEST.get(name, 3))

    ordered_on = read_date("ordered_on", told["ordered_on"])
    if ordered_on is None:
        raise WrongOrder("missing", "ordered_on")
    return Told(
        number=words("number"),
        ordered_on=ordered_on,
        customer=read_customer(
            told.get("email", ""), told.get("phone", ""), told.get("document", ""), words("name")
        ),
        source=source,
        promised_on=read_date("promised_on", told.get("promised_on", "")),
        delivered_on=read_date("delivered_on", told.get("delivered_on", "")),
        cancelled_on=read_date("cancelled_on", told.get("cancelled_on", "")),
        value=read_amount("value", told.get("value", "")),
        currency=words("currency").upper(),
        channel=words("channel"),
        store=words("store"),
        region=words("region"),
    )


def read_customer(email: str = "", phone: str = "", document: str = "", name: str = "") -> Customer:
    """Who bought, each notation made the one we keep. WrongOrder for what is no address."""
    cpf = cnpj = ""
    if document:
        known = documents.read_document(document) or _with_zeros(document)
        if known is None:
            raise WrongOrder("document", "document", document)
        is_cpf = known.kind == DocumentKind.CPF
        cpf, cnpj = (known.value, "") if is_cpf else ("", known.value)
    return Customer(email=_email(email), phone=_phone(phone), cpf=cpf, cnpj=cnpj, name=name)


def customer_by(handle: str) -> Customer:
    """Who bought, by one address, phone or document in any notation. WrongOrder when it is none."""
    told = text.one_line(handle)
    if "@" in told:
        return read_customer(email=told)
    if documents.read_document(told) is not None:
        return read_customer(document=told)
    return read_customer(phone=told)


def _cell(name: str, cells: Sequence[str], place: int) -> str:
    told = cells[place].replace("\xa0", " ").strip() if place < len(cells) else ""
    if REPLACED in told:
        raise WrongOrder("unreadable", name)
    return "" if told in _NOTHING else told


def _with_zeros(told: str) -> documents.Document | None:
    """The document whose leading zeros a spreadsheet took for those of a number."""
    if not (told.isascii() and told.isdigit()):
        return None
    return documents.read_document(told.zfill(11 if len(told) < 11 else 14))


def _email(told: str) -> str:
    known = told.lower()
    local, at, domain = known.rpartition("@")
    is_one = local and at and domain and len(known) <= 254
    if told and (not is_one or any(c.isspace() or ord(c) < 32 or c in '<>"(),;' for c in known)):
        raise WrongOrder("email", "email", told)
    if known.startswith(("=", "@", "+", "-")):
        raise WrongOrder("formula", "email", told)
    return known


def _phone(told: str) -> str:
    known = phones.normalize_phone(told.removeprefix("'")) if told else ""
    if known is None:
        raise WrongOrder("phone", "phone", told)
    return known
