from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NotRequired, TypedDict

from balcao.core import documents, phones, text
from balcao.core.actor import Actor
from balcao.core.forms import worded
from balcao.core.sql import Row, row, rows
from balcao.register.access import audiences
from balcao.register.people.queries import scope as people_scope
from balcao.service.assets import scope as assets
from balcao.service.tickets import scope
from balcao.service.tickets.rules import group_protocol, read_protocol

from . import rules, statements
from .rules import Marked, Word

QUERY_MAX = 200
RANKED = 200
FEW_TICKETS = 1_000
MANY_TICKETS = 5_000
RARE_MESSAGES = 8_000
SPREAD_BELOW = 50
SHOWN_CHARACTERS = 8_000
PEOPLE_MAX = 10
THINGS_MAX = 10
SUGGESTED = 8
THINGS_SUGGESTED = 2


class Item(TypedDict):
    """Something found: a ticket by its protocol, an asset by its number, or a person or what the
    catalog offers by id.

    `marked` is the snippet in pieces, each with whether it is a hit; `is_kept` says of an asset that
    the actor's teams keep it, and so read its sheet.
    """

    type: Literal["ticket", "person", "asset", "catalog_item"]
    protocol: NotRequired[str]
    id: NotRequired[int]
    number: NotRequired[str]
    icon: NotRequired[str]
    is_kept: NotRequired[bool]
    title: str
    snippet: str
    marked: Marked
    status: NotRequired[str]
    updated_at: NotRequired[datetime]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, best first; `total` is a lower bound when `is_capped`."""

    items: list[Item] = field(default_factory=list)
    total: int = 0
    is_capped: bool = False
    next: str | None = None

    @property
    def counted(self) -> str:
        """The total as people read it, with a plus when there is more."""
        return f"{self.total}+" if self.is_capped else str(self.total)


def search(actor: Actor, q: str, *, cursor: str = "", limit: int = 50) -> Found:
    """People, assets, what the catalog offers and tickets, in this order, that hold every word of the
    query: each within the actor's scope. Of all but tickets the first ten of a kind.

    Words are Portuguese, accent-blind; the last one may be a beginning. A ticket is found when
    the words stand in its subject, in one message, or in both together; notes count only where
    the actor handles the ticket. Only the newest few hundred hits are ranked. Protocols,
    addresses, phones and documents are found in any notation. Invalid for a foreign cursor.
    """
    skipped, limit = rules.read_place(cursor), max(1, min(limit, 200))
    query = _Query.read(actor, q)
    if not query.words:
        return Found()
    known = _known(actor, query, PEOPLE_MAX, THINGS_MAX)
    shown = known[skipped : skipped + limit]
    tickets, total, is_capped = _tickets(
        actor, query, skipped=max(0, skipped - len(known)), limit=limit - len(shown)
    )
    items = [*shown, *(_ticket_item(line, query.words) for line in tickets)]
    total += len(known)
    more = skipped + len(items) < total and bool(items)
    return Found(items, total, is_capped, rules.write_place(skipped + len(items)) if more else None)


def suggest(actor: Actor, q: str) -> list[Item]:
    """At most eight for a query still being typed: people by name, assets, what is offered, and tickets
    by subject or protocol."""
    query = _Query.read(actor, q)
    if not query.words:
        return []
    known = _known(actor, query, SUGGESTED // 2, THINGS_SUGGESTED)[: SUGGESTED - THINGS_SUGGESTED]
    tickets, _total, _capped = _tickets(
        actor, query, skipped=0, limit=SUGGESTED - len(known), only_subjects=True
    )
    return [*known, *(_ticket_item(line, query.words) for line in tickets)]


@dataclass(frozen=True, slots=True)
class _Query:
    """A query read once: its words, what else it may be, and how far its asker reaches.

    `handled` and `seen` are ids of tickets; the actor's own teams' are left out when they are
    many (`by_team`).
    """

    told: str
    document: documents.Document | None
    words: list[Word]
    joined: list[Word]
    handled: list[int]
    seen: list[int]
    by_team: bool

    @classmethod
    def read(cls, actor: Actor, q: str) -> _Query:
        """The words by the very functions that made the columns."""
        told = text.clean(q)[:QUERY_MAX]
        document = documents.read_document(told)
        found = row(
            statements.READ,
            {
                **scope.params(actor),
                "few": FEW_TICKETS,
                "many": MANY_TICKETS,
                "texts": _notations(told, document),
                "most": rules.WORDS_MAX,
            },
        )
        assert found is not None
        words: dict[int, list[Word]] = {1: [], 2: []}
        for number, word, stems in found["words"]:
            words[number].append(Word(word, tuple(stems)))
        return cls(
            told,
            document,
            words[1],
            words[2],
            found["handled"],
            found["seen"],
            not found["all_mine"],
        )

    @property
    def is_open(self) -> bool:
        """True while the last word may still be being typed."""
        return not self.told[-1:].isspace()


def _notations(told: str, document: documents.Document | None) -> list[str]:
    """A document or protocol bare and with its separators; of anything else only itself."""
    if document is not None:
        return [document.value, documents.format_document(document.value)]
    protocol = read_protocol(told)
    return [protocol, group_protocol(protocol)] if protocol else [told]


def _tickets(
    actor: Actor, query: _Query, *, skipped: int, limit: int, only_subjects: bool = False
) -> tuple[list[Row], int, bool]:
    """Rows of tickets, how many there are in all, and whether there may be more than that.

    With a limit of nothing only the count is asked for.
    """
    by_team = query.by_team
    ids = sorted({*query.handled, *query.seen})
    protocol = rules.protocol_beginning(query.told)
    parts = ([statements.BY_TEAM] if by_team else []) + ([statements.BY_ID] if ids else [])
    params = {
        **scope.params(actor),
        "ids": ids,
        "handled": query.handled,
        "asked": rules.asked(query.words, is_open=query.is_open, joined=query.joined),
        "any_of": rules.asked(query.words, is_open=query.is_open, any_word=True),
        "protocol": f"{protocol}%",
        "ranked": RANKED,
        "skipped": skipped,
        "limit": max(limit, 1),
        "shown": SHOWN_CHARACTERS,
    }
    branches = [statements.subjects(part) for part in parts]
    if protocol:
        branches.append(statements.PROTOCOLS)
    if not only_subjects:
        branches += [_by_words_or_newest(params)] if by_team else []
        branches += [statements.MESSAGES_BY_ID] if ids else []
    found = _ranked(branches, params)
    is_few = not found or found[0]["total"] < SPREAD_BELOW
    if is_few and len(query.words) > 1 and parts and not only_subjects:
        found = _ranked([*branches, *(statements.spread(part) for part in parts)], params)
    if not found:
        return [], 0, False
    return found[:limit], found[0]["total"], found[0]["is_capped"]


def _by_words_or_newest(params: Row) -> str:
    """The quicker way to the newest messages of large teams, from how common the words are."""
    guess = row(statements.GUESS, params)
    assert guess is not None
    told = guess["QUERY PLAN"]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    is_rare = plan["Plan Rows"] <= RARE_MESSAGES
    return statements.MESSAGES_BY_WORD if is_rare else statements.MESSAGES_BY_TEAM


def _ranked(branches: Sequence[str], params: Row) -> list[Row]:
    return rows(statements.found(branches), params) if branches else []


def _known(actor: Actor, query: _Query, most: int, most_things: int) -> list[Item]:
    """People, then assets, then what the catalog offers."""
    match, told = _match(query)
    params = {
        **assets.params(actor),
        **audiences.params(actor),
        **people_scope(actor),
        **told,
        "asked": rules.asked(query.words, is_open=query.is_open),
        "most": most,
        "most_things": most_things,
    }
    found = rows(statements.KNOWN.format(match=match), params)
    return [_READ_AS[line["type"]](actor, line, query) for line in found]


def _match(query: _Query) -> tuple[str, Row]:
    told = query.told.strip().lower()
    if query.document is not None and query.document.kind == documents.DocumentKind.CNPJ:
        return statements.BY_CNPJ, {"value": query.document.value}
    if query.document is not None:  # eleven bare digits may be a phone, too
        phone = phones.normalize_phone(told)
        values = list(phones.phone_variants(phone)) if phone else []
        asked = {"value": query.document.value, "values": values, "beginning": ""}
        return statements.BY_CPF_OR_HANDLE, asked
    if "@" in told:
        beginning = f"{rules.like(told)}%" if len(told) >= rules.PREFIX_FROM else ""
        return statements.BY_HANDLE, {"values": [told], "beginning": beginning}
    phone = phones.normalize_phone(told)
    if phone is not None:
        values = list(phones.phone_variants(phone))
        return statements.BY_HANDLE, {"values": values, "beginning": ""}
    return statements.NAMED, {"named": rules.named(query.words, is_open=query.is_open)}


def _person_item(actor: Actor, line: Row, query: _Query) -> Item:
    told = ", ".join(line["told"])
    if query.document is not None and query.document.value == line["cpf"]:
        told = f"CPF {documents.mask_document(line['cpf'])}"
    marked = rules.snippet(told, query.words)
    return Item(
        type="person",
        id=line["id"],
        title=line["title"],
        snippet=rules.plain(marked),
        marked=marked,
    )


def _asset_item(actor: Actor, line: Row, query: _Query) -> Item:
    marked = rules.snippet(" · ".join(filter(None, line["told"])), query.words)
    return Item(
        type="asset",
        id=line["id"],
        number=line["number"],
        title=line["title"],
        snippet=rules.plain(marked),
        marked=marked,
        icon=line["icon"],
        is_kept=line["is_kept"],
    )


def _offered_item(actor: Actor, line: Row, query: _Query) -> Item:
    content = line["content"]
    marked = rules.snippet(worded(content.get("summary"), actor.language), query.words)
    return Item(
        type="catalog_item",
        id=line["id"],
        title=worded(content["names"], actor.language),
        snippet=rules.plain(marked),
        marked=marked,
        icon=line["icon"],
    )


_READ_AS = {"person": _person_item, "asset": _asset_item, "catalog_item": _offered_item}


def _ticket_item(line: Row, words: Sequence[Word]) -> Item:
    marked = rules.snippet(line["body"] or "", words)
    return Item(
        type="ticket",
        protocol=line["protocol"],
        title=line["subject"],
        snippet=rules.plain(marked),
        marked=marked,
        status=line["status"],
        updated_at=line["updated_at"],
    )
