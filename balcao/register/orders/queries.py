from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, TypedDict, cast

from balcao.core import clock
from balcao.core.actor import Actor, Hat, Permission
from balcao.core.errors import NotFound
from balcao.core.pagination import read_cursor, write_cursor
from balcao.core.sql import Row, row, rows

from .actions.customers import look_up
from .rules import COLUMNS, Customer, Standing, WrongOrder, customer_by, standing, worded

# Customers buy from outside: who knows a person only as a colleague sees none of their orders.
_SCOPE = """(
    %(all)s
    OR (o.customer_id = %(me)s AND %(outside)s)
    OR EXISTS (SELECT FROM people_acquaintance a WHERE a.person_id = o.customer_id
               AND a.side = 'external' AND a.team_id = ANY(%(teams)s))
)"""
_SHOWN = """
SELECT o.id, o.source, o.number, o.customer_id, p.name AS customer,
       coalesce(nullif(p.preferred_name, ''), p.name) AS called, g.name AS organization,
       o.ordered_on, o.promised_on, o.delivered_on, o.cancelled_on, o.value, o.currency,
       o.channel, o.store, o.region, o.created_at, o.updated_at
FROM orders_order o JOIN people_person p ON p.id = o.customer_id
LEFT JOIN people_organization g ON g.id = o.organization_id
"""
_NEWEST = "ORDER BY o.ordered_on DESC, o.id DESC LIMIT %(limit)s"
_FAR = datetime(9999, 12, 31, tzinfo=UTC)
LATEST_IMPORTS = 10


class OrderRow(TypedDict):
    """One order as its readers see it; `standing` says where it is today."""

    id: int
    source: str
    number: str
    customer_id: int
    customer: str
    called: str
    organization: str | None
    ordered_on: date
    promised_on: date | None
    delivered_on: date | None
    cancelled_on: date | None
    value: Decimal | None
    currency: str
    channel: str
    store: str
    region: str
    standing: Standing


def orders(actor: Actor, person_id: int, *, limit: int = 5) -> list[OrderRow]:
    """A person's last orders: for themself as a customer, those who serve them, administrators."""
    return page(actor, person_id=person_id, limit=limit)[0]


def page(
    actor: Actor,
    query: str = "",
    *,
    person_id: int | None = None,
    cursor: str = "",
    limit: int = 50,
) -> tuple[list[OrderRow], str | None]:
    """Orders in the asker's scope, newest first, and the cursor of the next page, if any.

    Those of one person, of one number, or of one customer by address, phone or document in any
    notation. Invalid for a foreign cursor.
    """
    where, params = _matching(query.strip())
    at, before_id = read_cursor(cursor) if cursor else (_FAR, 0)
    found = _found(
        actor,
        f"{where} AND (%(person)s::bigint IS NULL OR o.customer_id = %(person)s::bigint)"
        " AND (o.ordered_on, o.id) < (%(before)s::date, %(before_id)s::bigint)",
        {**params, "person": person_id, "before": at.date(), "before_id": before_id},
        limit + 1,
    )
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    midnight = datetime.combine(last["ordered_on"], time(), UTC)
    return found[:limit], write_cursor(midnight, last["id"])


def order(actor: Actor, order_id: int) -> OrderRow:
    """One order, or NotFound."""
    found = _found(actor, "o.id = %(id)s", {"id": order_id}, 1)
    if not found:
        raise NotFound()
    return found[0]


def imports(actor: Actor) -> list[Row]:
    """The last files of orders, newest first; for administrators."""
    _require_administrator(actor)
    return rows(
        _IMPORT + " ORDER BY i.id DESC LIMIT %(limit)s",
        {"limit": LATEST_IMPORTS},
    )


def import_of(actor: Actor, import_id: int) -> Row:
    """One file of orders, how far it is and what its lines do; NotFound but for administrators."""
    _require_administrator(actor)
    found = row(_IMPORT + " WHERE i.id = %(id)s", {"id": import_id})
    if found is None:
        raise NotFound()
    return found


def import_lines(
    actor: Actor, import_id: int, state: str = "", *, after: int = 0, limit: int = 50
) -> list[Row]:
    """Lines of a file in their order, each with its cells by name, what becomes of it, and why."""
    places = import_of(actor, import_id)["columns"]["places"]
    found = rows(
        "SELECT line, cells, state, registers, reason, about FROM orders_importline"
        " WHERE imported_id = %(id)s AND line > %(after)s"
        " AND (%(state)s::text = '' OR state = %(state)s::text) ORDER BY line LIMIT %(limit)s",
        {"id": import_id, "after": after, "state": state, "limit": limit},
    )
    return [_line(one, places) for one in found]


_IMPORT = """
SELECT i.id, i.file_name, i.source, i.at, i.state, i.columns, i.ignored, i.rows, i.done, i.added,
       i.changed, i.same, i.refused, i.registered, i.finished_at, p.name AS person
FROM orders_orderimport i LEFT JOIN people_person p ON p.id = i.person_id
"""


def _found(actor: Actor, where: str, params: dict[str, Any], limit: int) -> list[OrderRow]:
    found = rows(
        f"{_SHOWN} WHERE {where} AND {_SCOPE} {_NEWEST}",
        {
            **params,
            "me": actor.person_id or 0,
            "outside": Hat.EXTERNAL in actor.hats,
            "teams": actor.team_ids,
            "all": actor.may(Permission.ADMINISTER),
            "limit": limit,
        },
    )
    today = clock.today()
    return cast("list[OrderRow]", [{**one, "standing": standing(one, today)} for one in found])


def _matching(query: str) -> tuple[str, dict[str, Any]]:
    if not query:
        return "true", {}
    people: list[int] = []
    with suppress(WrongOrder):  # what is no address may still be a number
        people = _people(customer_by(query))
    return "(o.number = %(number)s OR o.customer_id = ANY(%(people)s))", {
        "number": query,
        "people": people,
    }


def _people(customer: Customer) -> list[int]:
    register = look_up([customer])
    buyers = register.companies.get(customer.cnpj, (0, []))[1]
    return sorted({*register.people.values(), *buyers})


def _line(line: Row, places: dict[str, int]) -> Row:
    cells = line["cells"]
    named = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    return {
        "line": line["line"],
        "cells": {name: named.get(name, "") for name in COLUMNS},
        "state": line["state"],
        "registers": line["registers"],
        "why": worded(line["reason"], line["about"]),
    }


def _require_administrator(actor: Actor) -> None:
    if not actor.may(Permission.ADMINISTER):
        raise NotFound()
