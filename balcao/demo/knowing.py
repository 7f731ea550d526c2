"""What Móveis Boa Praça knows and for whom; what readers said of it, and searched for in vain."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM, Actor
from balcao.core.sql import rows
from balcao.register.access.actors import Level, actor_of
from balcao.service.knowledge import actions
from balcao.service.knowledge.models import Article, Feedback

from . import hours
from .articles import ARTICLES, Told
from .company import Registered
from .roster import CAST

_SHELVES = (
    ("trocas", "Trocas e devoluções", "Exchanges and returns"),
    ("entrega", "Entrega", "Delivery"),
    ("montagem", "Montagem e peças", "Assembly and parts"),
    ("garantia", "Garantia", "Warranty"),
    ("cuidados", "Cuidados com o móvel", "Care"),
    ("pagamento", "Pagamento e notas", "Payment and invoices"),
    ("conta", "Atendimento e seus dados", "Contact and your data"),
    ("clube", "Clube Boa Praça", "Boa Praça club"),
    ("acessos", "Acessos e senhas", "Access and passwords"),
    ("equipamentos", "Equipamentos", "Equipment"),
    ("pessoas", "Pessoas e RH", "People"),
    ("reembolso", "Reembolso", "Expenses"),
    ("fornecedores", "Para fornecedores", "For suppliers"),
    ("entregas", "Rotas e entregadores", "Routes and couriers"),
    ("rotinas", "Rotinas da equipe", "Team routines"),
)
_VAIN = (
    ("retirada de móvel usado", "stranger", 14),
    ("cupom primeira compra", "stranger", 9),
    ("montar cama box baú", "joao", 6),
    ("vale-transporte home office", "ana", 7),
    ("estacionamento do depósito", "carlos", 5),
    ("monitor para casa", "ana", 3),
)
_SAID = (
    ("Quando cai o estorno?", "Não diz o que fazer se o banco não reconhece."),
    ("Impressora não imprime", "A minha é de etiqueta, nada disso funciona."),
    ("Comprei na loja e me arrependi", "E se eu já montei?"),
    ("VPN: trabalhar fora da loja", "No Mac o nome do botão é outro."),
)
_TEAM = re.compile(r"((?:equipe|team):)([A-Za-zÀ-ú]+)")
_VISITS = 60


def know(seed: int, known: Registered, last: date, zone: ZoneInfo) -> None:
    """Write the knowledge base over half a year, as its teams would."""
    rng = random.Random(f"{seed}:knowledge")
    end = hours.beginning(last, zone)
    with clock.at(end - timedelta(days=200)):
        shelves = {
            slug: actions.add_category(SYSTEM, {"pt-br": name, "en": english}, position=place).pk
            for place, (slug, name, english) in enumerate(_SHELVES)
        }
    keepers = {team: _keeper(number) for team, number in known.teams.items()}
    for told in ARTICLES:
        with clock.at(end - timedelta(days=rng.randint(90, 190), hours=-rng.randint(9, 17))):
            made = _publish(keepers[told.team], told, known.teams, shelves, last)
        _drafted(keepers[told.team], made, told, end)
        _judged(rng, made, told.helped, end)
    _said(end)
    _searched(rng, known, end)
    _spared(rng, end)
    _waiting(known, keepers["SAC"], shelves, end)


def _keeper(team_id: int) -> Actor:
    """The first supervisor of a team, else the desk itself."""
    found = rows(
        "SELECT person_id FROM access_membership WHERE team_id = %(team)s AND role = 'supervisor'"
        " ORDER BY id LIMIT 1",
        {"team": team_id},
    )
    return actor_of(found[0]["person_id"], Level.STRONG) if found else SYSTEM


def _publish(
    keeper: Actor, told: Told, teams: Mapping[str, int], shelves: Mapping[str, int], last: date
) -> Article:
    due = last - timedelta(days=told.stale) if told.stale else last + timedelta(days=120)
    made = actions.begin(
        keeper,
        teams[told.team],
        told.title,
        _numbered(told.body, teams),
        summary=told.summary,
        audience=[_numbered(word, teams) for word in told.audience],
        category_id=shelves[told.shelf],
        review_on=due,
    )
    if told.english:
        title, summary, body = told.english
        actions.translate(keeper, made.pk, "en", title, _numbered(body, teams), summary=summary)
    return actions.publish(keeper, made.pk)


def _numbered(words: str, teams: Mapping[str, int]) -> str:
    """Teams by their number where the text has their names."""
    return _TEAM.sub(lambda found: f"{found[1]}{teams[found[2]]}", words)


def _drafted(keeper: Actor, made: Article, told: Told, end: datetime) -> None:
    if told.drafted:
        with clock.at(end - timedelta(days=3)):
            actions.write(keeper, made.pk, told.title, told.drafted, summary=told.summary)


def _judged(rng: random.Random, made: Article, helped: tuple[int, int], end: datetime) -> None:
    """So many of so many readers were helped; whoever they were."""
    good, everybody = helped
    readers = "customer" if made.audience == ["public"] else "employee"
    Feedback.objects.bulk_create(
        Feedback(
            article=made,
            language="pt-br",
            helped=number < good,
            readers=readers,
            at=end - timedelta(days=rng.randint(1, 80)),
            settled_at=None if number < good else end,
        )
        for number in range(everybody)
    )
    actions.count_feedback(made.pk)


def _said(end: datetime) -> None:
    for ago, (title, words) in enumerate(_SAID, start=1):
        with clock.at(end - timedelta(days=ago)):
            made = Article.objects.get(texts__title=title, texts__is_published=True)
            actions.give_feedback(SYSTEM, made.slug, "pt-br", False, words, caller=str(ago))


def _searched(rng: random.Random, known: Registered, end: datetime) -> None:
    for words, who, times in _VAIN:
        searcher = NOBODY if who == "stranger" else _of(known, who)
        for _time in range(times):
            with clock.at(end - timedelta(days=rng.randint(1, 30))):
                actions.note_search(searcher, words, 0, "help")


def _spared(rng: random.Random, end: datetime) -> None:
    """Suggestions beside requests being written, and what came of them."""
    ids = list(Article.objects.filter(audience=["public"]).values_list("pk", "slug"))
    for number in range(_VISITS):
        visit, (article, slug) = UUID(int=rng.getrandbits(128), version=4), rng.choice(ids)
        with clock.at(end - timedelta(days=rng.randint(1, 29))):
            actions.note_shown(NOBODY, visit, [article])
            if number % 2:
                actions.note_opened(NOBODY, visit, slug)
                outcome = "answered" if number % 3 == 0 else "sent" if number % 5 else ""
            else:
                outcome = "sent"
            actions.note_outcome(NOBODY, visit, outcome)


def _waiting(known: Registered, rita: Actor, shelves: Mapping[str, int], end: datetime) -> None:
    """One waits for a supervisor, one for its day, and one has nobody any more."""
    marina, sac = _of(known, "marina"), known.teams["SAC"]
    with clock.at(end - timedelta(days=1)):
        made = actions.begin(
            marina,
            sac,
            "Retirada de móvel usado na compra de um novo",
            "Na capital retiramos o móvel antigo **desmontado**, por R$ 120.",
            audience=["public"],
            category_id=shelves["entrega"],
        )
        actions.submit(marina, made.pk)
        later = actions.begin(
            rita,
            sac,
            "Horários de fim de ano",
            "De 1º a 23 de dezembro as lojas ficam abertas até as 22h.",
            audience=["public"],
            category_id=shelves["conta"],
        )
        actions.schedule(rita, later.pk, end + timedelta(days=9, hours=8))
        lost = Article.objects.get(slug="cuidados-com-madeira-macica")
        actions.settle(rita, lost.pk, {"owner_id": None})


def _of(known: Registered, name: str) -> Actor:
    return actor_of(known.persons[CAST[name].address], Level.STRONG)
