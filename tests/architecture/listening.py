"""Ways of reading what both sides were asked, answered and suggested."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django.test import Client

from balcao.core.actor import Actor
from balcao.core.errors import Refusal
from balcao.listening.asking import queries as asking
from balcao.listening.asking.links import links
from balcao.listening.asking.models import Link, Occasion
from balcao.listening.ideas import queries as ideas
from balcao.listening.ideas.models import Board, Idea
from balcao.listening.loop import queries as loop
from balcao.listening.loop.models import Task
from balcao.listening.results import queries as told_of
from balcao.listening.surveys import queries as surveys
from balcao.listening.surveys.models import Question, Survey
from balcao.listening.themes import queries as themes
from balcao.listening.themes.models import Theme
from balcao.register.teams.models import Team

from .lure import LURE
from .reading import browser, by_token, text, told
from .world import Visitor, World


def surveyed(world: World, visitor: Visitor, name: str) -> str:
    """Every survey one may write: its questions, versions and preview."""
    client, home = browser(visitor), "/administracao/pesquisas/"
    shown = told(client.get(home)) + text(surveys.surveys(visitor.actor))
    for number in Survey.objects.values_list("pk", flat=True):
        pages = ("", "em-volta/", "versoes/", "previa/")
        shown += "".join(told(client.get(f"{home}{number}/{page}")) for page in pages)
        asked = surveys.questions(visitor.actor, number)
        shown += text([dict(one.words) for one in asked], surveys.versions(visitor.actor, number))
        with suppress(Refusal):
            shown += text(surveys.version(visitor.actor, number, 1))
    return shown


def asked(world: World, visitor: Visitor, name: str) -> str:
    """Whom surveys ask and when, and their waves: as the domain, the pages and the API tell them."""
    actor, client, home = visitor.actor, browser(visitor), "/administracao/pesquisas/"
    headers = {"Authorization": f"Bearer {visitor.token}"} if visitor.token else {}
    shown = told(Client().get("/api/v1/surveys", headers=headers))
    for number in Survey.objects.values_list("pk", flat=True):
        new = ("quem/nova/?when=sample", "quem/nova/?when=resolved")
        pages = ("quem/", *new, "rodadas/", "links/")
        shown += "".join(told(client.get(f"{home}{number}/{page}")) for page in pages)
        form = {"when": "sample", "share": "1", "quarantine_days": "0", "open_days": "9"}
        shown += told(client.post(f"{home}{number}/quem/previa/", form))
        for part in ("waves", "links", "occasions", "questions"):
            shown += told(Client().get(f"/api/v1/surveys/{number}/{part}", headers=headers))
        with suppress(Refusal):
            shown += text(links(actor, number))
            waves = asking.waves(actor, number)
            found = asking.responses(actor, number, [wave["id"] for wave in waves])
            shown += text(asking.occasions(actor, number), waves, found)
    for occasion in Occasion.objects.values_list("pk", flat=True):
        shown += told(client.get(f"{home}ocasioes/{occasion}/"))
    for link in Link.objects.values_list("pk", flat=True):
        shown += told(client.get(f"{home}links/{link}/cartaz/"))
    return shown


def improved(world: World, visitor: Visitor, name: str) -> str:
    """Tasks of answers, as the domain and the pages tell them."""
    actor, client, home = visitor.actor, browser(visitor), "/melhorias/"
    pages = (home, f"{home}contado/", "/disseram/")
    shown = "".join(told(client.get(page)) for page in pages)
    shown += text(loop.tasks(actor)[0], loop.counts(actor))
    for number in Task.objects.values_list("pk", flat=True):
        shown += told(client.get(f"{home}{number}/"))
        with suppress(Refusal):
            shown += text(loop.task(actor, number), loop.history(actor, number))
    return shown


def themed(world: World, visitor: Visitor, name: str) -> str:
    """Themes, their words, comments and what waits for a name, as the domain and the pages tell them."""
    actor, client, home = visitor.actor, browser(visitor), "/resultados/temas/"
    pages = ("", "dicionario/", "comentarios/", "propostas/")
    shown = "".join(told(client.get(f"{home}{page}")) for page in pages)
    shown += text(themes.surveys(actor))
    own = Theme.objects.filter(is_shipped=False).values_list("pk", flat=True)
    for number in own:
        shown += told(client.get(f"{home}dicionario/{number}/"))
        for survey in Survey.objects.values_list("pk", flat=True):
            shown += told(client.get(f"{home}pesquisa/{survey}/{number}/"))
            shown += text(themes.comments(actor, survey)[0])
    reads: list[Callable[[], object]] = [
        lambda: themes.themes(actor),
        lambda: themes.editions(actor),
        lambda: themes.proposals(actor),
        lambda: themes.tried(actor, "external", LURE),
        *(partial(themes.theme, actor, number) for number in own),
    ]
    for each in reads:
        with suppress(Refusal):
            shown += text(each())
    return shown


def results(world: World, visitor: Visitor, name: str) -> str:
    """Numbers, comments and single answers, of all there is: the same beside whichever ticket."""
    known: dict[str, str] = vars(world.known).setdefault("results", {})
    if visitor.name not in known:
        known[visitor.name] = _results(world, visitor)
    return known[visitor.name]


def _results(world: World, visitor: Visitor) -> str:
    """As the domain, the pages, files and the API tell them."""
    actor, client, home = visitor.actor, browser(visitor), "/resultados/"
    shown = told(client.get(home)) + text(told_of.readable(actor), told_of.own(actor))
    for number in Survey.objects.values_list("pk", flat=True):
        pages: tuple[str, ...] = ("", "numeros.csv", "respostas/", "respostas.csv", "comentarios/")
        asked = Question.objects.filter(survey=number).values_list("pk", flat=True)
        pages += tuple(f"perguntas/{question}/?by=team" for question in asked)
        shown += "".join(told(client.get(f"{home}{number}/{page}")) for page in pages)
        ways = ("results", "trend", "groups?cut=team", "answers", "themes")
        shown += by_token(visitor, *(f"/surveys/{number}/{way}" for way in ways))
        shown += _read(actor, number)
    shown += told(client.get("/respondidas/"))
    for ticket in world.tickets.values():
        shown += text(told_of.about_ticket(actor, ticket.pk))
    return shown


def _read(actor: Actor, number: int) -> str:
    """All that the domain tells of one survey, by every group, whatever each read refuses."""
    groups = [("", ""), *(("team", str(pk)) for pk in Team.objects.values_list("pk", flat=True))]
    reads: list[Callable[[], object]] = [
        lambda: told_of.survey(actor, number),
        lambda: told_of.representation(actor, number),
        lambda: told_of.drivers(actor, number),
    ]
    for cut, value in groups:
        of: dict[str, Any] = {"cut": cut, "value": value}
        reads += [
            partial(told_of.headline, actor, number, **of),
            partial(told_of.scores, actor, number, **of),
            partial(told_of.comments, actor, number, **of),
            partial(told_of.answers, actor, number, **of),
            partial(told_of.themes, actor, number, **of),
        ]
    for question in Question.objects.filter(survey=number).values_list("pk", flat=True):
        reads += [
            partial(told_of.trend, actor, number, question),
            partial(told_of.by_group, actor, number, question, "team"),
            partial(told_of.by_group, actor, number, question, "department"),
        ]
    shown = ""
    for each in reads:
        with suppress(Refusal):
            shown += text(each())
    return shown


def suggested(world: World, visitor: Visitor, name: str) -> str:
    """Boards and ideas, as the domain, the pages and the API tell them."""
    actor, client, home = visitor.actor, browser(visitor), "/sugestoes/"
    shown = told(client.get(home)) + text(ideas.boards(actor)[0], ideas.notices(actor))
    shown += by_token(visitor, "/boards")
    for number in Board.objects.values_list("pk", flat=True):
        pages = (f"quadros/{number}/", f"quadros/{number}/escrever/", f"quadros/{number}/mudar/")
        shown += "".join(told(client.get(f"{home}{page}")) for page in pages)
        alike = client.post(f"{home}quadros/{number}/parecidas/", {"title": LURE})
        shown += told(alike) + by_token(visitor, f"/boards/{number}/ideas")
        with suppress(Refusal):
            shown += text(ideas.ideas(actor, ideas.board(actor, number))[0])
    for number in Idea.objects.values_list("pk", flat=True):
        shown += told(client.get(f"{home}{number}/"))
        shown += by_token(visitor, f"/ideas/{number}", f"/ideas/{number}/comments")
        with suppress(Refusal):
            board, found = ideas.idea(actor, number)
            shown += text(found, ideas.comments(actor, board, [number]))
    return shown
