from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
from balcao.service.knowledge import queries as knowledge
from balcao.service.tickets import scope
from balcao.service.tickets.rules import group_protocol, read_protocol

from . import rules, statements
from .rules import Marked, Word

QUERY_MAX = 200
RANKED = 200
FEW_TICKETS = 1_000
MANY_TICKETS = 5_000
RARE_MESSAGES = 8_000
RARE_ASSETS = 500
SPREAD_BELOW = 50
SHOWN_CHARACTERS = 8_000
PEOPLE_MAX = 10
THINGS_MAX = 10
SUGGESTED = 8
THINGS_SUGGESTED = 2
_OF_ASSETS = ("assets", "whole_assets")


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
    """One page of what was found, best first; `total` is a lower bound when `is_capped`.

    `articles` lie beside the page and are not counted.
    """

    items: list[Item] = field(default_factory=list)
    total: int = 0
    is_capped: bool = False
    next: str | None = None
    articles: list[Row] = field(default_factory=list)

    @property
    def counted(self) -> str:
        """The total as people read it, with a plus when there is more."""
        return f"{self.total}+" if self.is_capped else str(self.total)


def search(actor: Actor, q: str, *, cursor: str = "", limit: int = 50, articles: int = 0) -> Found:
    """People, assets, what the catalog offers and tickets, in this order, that hold every word of the
    query: each within the actor's scope. Of all but tickets the first ten of a kind; and so many
    articles, beside the first page.

    Words are Portuguese, accent-blind; the last one may be a beginning. A ticket is found when
    the words stand in its subject, in one message, or in both together; notes count only where
    the actor handles the ticket. Only the newest few hundred hits are ranked; of assets with
    words that very many hold the newest are shown, and always that of a number or serial number.
    Protocols, addresses, phones and documents are found in any notation. Invalid for a foreign
    cursor.
    """
    skipped, limit = rules.read_place(cursor), max(1, min(limit, 200))
    query = _Query.read(actor, q)
    if not query.words:
        return Found()
    expected = _guessed(query, [*_OF_ASSETS, "messages", *(["parts"] if articles else [])])
    known = _known(actor, query, expected, PEOPLE_MAX, THINGS_MAX)
    shown = known[skipped : skipped + limit]
    tickets, total, is_capped = _tickets(
        actor,
        query,
        skipped=max(0, skipped - len(known)),
        limit=limit - len(shown),
        messages=expected["messages"],
    )
    items = [*shown, *(_ticket_item(line, query.words) for line in tickets)]
    total += len(known)
    more = skipped + len(items) < total and bool(items)
    return Found(
        items,
        total,
        is_capped,
        rules.write_place(skipped + len(items)) if more else None,
        _articles(actor, query, expected["parts"], articles) if articles and not skipped else [],
    )


def suggest(actor: Actor, q: str) -> list[Item]:
    """At most eight for a query still being typed: people by name, assets, what is offered, and tickets
    by subject or protocol."""
    query = _Query.read(actor, q)
    if not query.words:
        return []
    expected = _guessed(query, _OF_ASSETS)
    known = _known(actor, query, expected, SUGGESTED // 2, THINGS_SUGGESTED)
    known = known[: SUGGESTED - THINGS_SUGGESTED]
    tickets, _total, _capped = _tickets(
        actor, query, skipped=0, limit=SUGGESTED - len(known), messages=None
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

    @property
    def number(self) -> str:
        """The query as the number of an asset."""
        return self.told.strip().upper()

    @property
    def asked(self) -> str:
        """What is looked for; the last word may be a beginning."""
        return rules.asked(self.words, is_open=self.is_open)

    @property
    def whole(self) -> str:
        """The same, the last word being a whole one."""
        return rules.asked(self.words, is_open=False)


def _notations(told: str, document: documents.Document | None) -> list[str]:
    """A document or protocol bare and with its separators; of anything else only itself."""
    if document is not None:
        return [document.value, documents.format_document(document.value)]
    protocol = read_protocol(told)
    return [protocol, group_protocol(protocol)] if protocol else [told]


def _guessed(query: _Query, among: Sequence[str]) -> dict[str, int]:
    """In how many rows of each of these the words stand, as the planner guesses; in one statement."""
    params = {
        "asked": query.asked,
        "whole": query.whole,
        "parts_asked": rules.asked(query.words, is_open=False, joined=query.joined),
    }
    found = row(statements.guess(among), params)
    assert found is not None
    told = found["QUERY PLAN"]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return {name: one["Plan Rows"] for name, one in zip(among, plan["Plans"], strict=True)}


def _articles(actor: Actor, query: _Query, expected: int, limit: int) -> list[Row]:
    wanted = rules.asked(query.words, is_open=False, joined=query.joined)
    return knowledge.beside(actor, query.words, wanted, expected=expected, limit=limit)


def _tickets(
    actor: Actor, query: _Query, *, skipped: int, limit: int, messages: int | None
) -> tuple[list[Row], int, bool]:
    """Rows of tickets, how many there are in all, and whether there may be more than that.

    `messages` is in how many the words are expected; None where only subjects are looked at. With a
    limit of nothing only the count is asked for.
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
        "spread_below": SPREAD_BELOW,
    }
    branches = [statements.subjects(part) for part in parts]
    spreads: list[str] = []
    if protocol:
        branches.append(statements.PROTOCOLS)
    if messages is not None:
        is_rare = messages <= RARE_MESSAGES
        by_word_or_newest = statements.MESSAGES_BY_WORD if is_rare else statements.MESSAGES_BY_TEAM
        branches += [by_word_or_newest] if by_team else []
        branches += [statements.MESSAGES_BY_ID] if ids else []
        spreads += [statements.spread(part) for part in parts] if len(query.words) > 1 else []
    found = rows(statements.found(branches, spreads), params) if branches else []
    if not found:
        return [], 0, False
    return found[:limit], found[0]["total"], found[0]["is_capped"]


def _known(
    actor: Actor, query: _Query, expected: Mapping[str, int], most: int, most_things: int
) -> list[Item]:
    """People, then assets, then what the catalog offers."""
    match, told = _match(query)
    params = {
        **assets.params(actor),
        **audiences.params(actor),
        **people_scope(actor),
        **told,
        "asked": query.asked,
        "whole": query.whole,
        "number": query.number,
        "most": most,
        "most_things": most_things,
    }
    found = rows(statements.KNOWN.format(match=match, assets=_of_assets(expected)), params)
    return [_READ_AS[line["type"]](actor, line, query) for line in found]


def _of_assets(expected: Mapping[str, int]) -> str:
    """The quicker way to assets, from how common the words are."""
    open_count, whole_count = (expected[name] for name in _OF_ASSETS)
    if open_count <= RARE_ASSETS:
        return statements.ASSETS_BY_WORD
    is_whole_rare = whole_count <= RARE_ASSETS
    return statements.ASSETS_MET_OR_WHOLE if is_whole_rare else statements.ASSETS_MET


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
