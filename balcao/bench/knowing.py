"""A knowledge base of twenty thousand articles: the help centre read, read again, and searched."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import timedelta

from django.db import connection, transaction

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.teams.models import Team
from balcao.service.knowledge import rules
from balcao.service.knowledge.actions import add_category
from balcao.service.knowledge.actions.editions import touch_words
from balcao.service.knowledge.models import Article, Category, Part, Text
from balcao.service.knowledge.rules import Rendered

from . import filling
from .copying import copy, move_sequences, next_id
from .folder import Desk
from .load import Failed, Figures, figures, under_load
from .report import Aim, Report
from .sessions import sign_in
from .wire import Visitor, Wire

ARTICLES = 20_000
BODIES = 400
CLIENTS = 8
SEARCHES = 150
AUDIENCES = (
    *(["public"] for _n in range(6)),
    ["customer"],
    ["customer"],
    ["internal"],
    ["employee"],
)
INSIDE_EVERY = 3
SHELVES = 40
MOST = 20_000
ASKED = (
    "entrega",
    "pedido",
    "prazo",
    "troca",
    "boleto",
    "garantia",
    "sofa",
    "nota",
    "senha",
    "obrigado",
    "montagem",
    "cancelar",
    "atraso",
    "produto",
    "endereço",
    "reembolso",
    "semana",
    "equipe",
    "acesso",
    "internet",
    "férias",
    "pagamento",
    "defeito",
    "cor",
)


async def measure(desk: Desk, person_id: int, report: Report, say: Callable[[str], None]) -> None:
    """Write the articles, then read pages as strangers, again, and signed in; and search."""
    number = min(ARTICLES, report.tickets)
    say(f"{number} articles")
    began = time.perf_counter()
    slugs = await asyncio.to_thread(load, number)
    report.remarks.append(f"{number} articles were written in {time.perf_counter() - began:.0f} s.")
    say("Help centre")
    first = await _read(desk, slugs)
    again = await _again(desk, slugs)
    report.aims += [
        Aim(f"help centre page, {CLIENTS} clients, p95", first.p95, 30, "ms"),
        Aim("help centre pages that did not change", again.rate, 800, "a second", at_least=True),
    ]
    say("Search in knowledge")
    session = await asyncio.to_thread(sign_in, person_id)
    for who, key in (("strangers'", ""), ("an insider's", session)):
        taken = await _search(desk, key)
        report.aims.append(Aim(f"{who} search in {number} articles, p95", taken.p95, 80, "ms"))


def load(number: int, seed: int = 7) -> list[str]:
    """So many articles for all sorts of readers; the slugs of those that everybody reads."""
    rng = random.Random(seed)
    with transaction.atomic():
        shelves = _shelves()
        articles = list(_articles(rng, number, shelves))
        copy(articles)
        _texts(rng, articles)
        move_sequences([Article, Text, Part])
        touch_words(["public", "customer", "internal", "employee"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [one.slug for one in articles if one.audience == ["public"]]


def _shelves() -> list[Category]:
    return [add_category(SYSTEM, {"pt-br": f"Assunto {n}"}) for n in range(SHELVES)]


def _articles(rng: random.Random, number: int, shelves: Sequence[Category]) -> Iterator[Article]:
    teams = list(Team.objects.order_by("pk").values_list("pk", flat=True))
    first, now = next_id(Article), clock.now()
    for place in range(number):
        at = now - timedelta(minutes=rng.randrange(500_000))
        yield Article(
            id=first + place,
            team_id=rng.choice(teams),
            category=rng.choice(shelves),
            audience=rng.choice(AUDIENCES),
            slug=f"artigo-{place}",
            state="published",
            language="pt-br",
            review_on=clock.today() + timedelta(days=rng.randrange(1, 300)),
            published_at=at,
            created_at=at,
        )


def _texts(rng: random.Random, articles: Sequence[Article]) -> None:
    """Their texts and parts: titles of their own over bodies that several of them share."""
    said, outer, inner = filling.sayings(rng), [], []
    for _n in range(BODIES):
        outer.append(_body(rng, said["outgoing"], sections=4))
        inner.append(_body(rng, said["outgoing"], sections=1))
    first = next_id(Text)
    texts, parts = [], []
    for place, article in enumerate(articles):
        title = f"{rng.choice(said['subject'])} {place}"[: rules.TITLE_MOST]
        text = _text(first + place, article, title)
        texts.append(text)
        parts.append(_part(text, 0, [], rng.choice(outer)))
        if place % INSIDE_EVERY == 0:
            parts.append(_part(text, 1, ["internal"], rng.choice(inner)))
    copy(texts)
    copy(parts)


def _body(rng: random.Random, said: Sequence[str], sections: int) -> tuple[str, Rendered]:
    lines = []
    for number in range(sections):
        lines += [f"## Passo {number + 1}", *rng.sample(said, 3)]
    body = "\n\n".join(lines)
    return body, rules.rendered(body, (), set())


def _text(pk: int, article: Article, title: str) -> Text:
    return Text(
        id=pk,
        article=article,
        language="pt-br",
        number=1,
        title=title,
        summary="O que fazer, passo a passo, e com quem falar quando não bastar.",
        body="",
        at=article.created_at,
        is_published=True,
        published_at=article.published_at,
    )


def _part(text: Text, position: int, audience: list[str], told: tuple[str, Rendered]) -> Part:
    _body, made = told
    return Part(
        text=text,
        article_id=text.article_id,
        language=text.language,
        position=position,
        audience=audience,
        heading="" if position else f"{text.title}\n{text.summary}",
        plain=made.plain,
        html=made.html,
        word_count=made.word_count,
    )


async def _read(desk: Desk, slugs: Sequence[str]) -> Figures:
    """Pages of eight clients, hardly ever the same one twice."""
    return await _together(desk, lambda number: f"/ajuda/artigos/{slugs[number % len(slugs)]}/")


async def _again(desk: Desk, slugs: Sequence[str]) -> Figures:
    """The same pages asked for again by whoever has them."""
    wire, visitor = Wire(desk.host, desk.port), Visitor(f"{desk.host}:{desk.port}", "")
    path = f"/ajuda/artigos/{slugs[0]}/"
    mark = (await wire.ask(visitor.get(path))).headers["etag"]
    wire.close()
    return await _together(desk, lambda _number: path, status=304, if_none_match=mark)


async def _together(
    desk: Desk, path: Callable[[int], str], *, status: int = 200, **headers: str
) -> Figures:
    visitor = Visitor(f"{desk.host}:{desk.port}", "")
    wires = [Wire(desk.host, desk.port) for _n in range(CLIENTS)]

    def asking(wire: Wire) -> Callable[[int], Awaitable[None]]:
        async def ask(number: int) -> None:
            answer = await wire.ask(visitor.get(path(number), **headers))
            if answer.status != status:
                raise Failed(f"The help centre answered with {answer.status}, not {status}.")

        return ask

    measured = await under_load([asking(wire) for wire in wires], most=MOST)
    for wire in wires:
        wire.close()
    return measured


async def _search(desk: Desk, session: str) -> Figures:
    """One search after the other, of one to three words; milliseconds as the reader waits."""
    rng = random.Random(SEARCHES)
    wire, visitor = Wire(desk.host, desk.port), Visitor(f"{desk.host}:{desk.port}", session)
    taken = []
    for _n in range(SEARCHES):
        words = "+".join(rng.sample(ASKED, rng.randint(1, 3)))
        began = time.perf_counter()
        answer = await wire.ask(visitor.get(f"/ajuda/busca/?q={words}"))
        taken.append(time.perf_counter() - began)
        if answer.status != 200:
            raise Failed(f"A search was answered with {answer.status}.")
    wire.close()
    return figures(taken[5:], sum(taken))
