"""What Móveis Boa Praça told both sides: read, confirmed and answered by those it was for."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from balcao.core import clock
from balcao.core.actor import Actor
from balcao.inside.announcements import actions
from balcao.inside.announcements.models import Announcement
from balcao.inside.announcements.rules import Question
from balcao.register.access.actors import Level, actor_of
from balcao.register.people.models import Relationship
from balcao.register.people.rules import INTERNAL_KINDS

from . import hours
from .company import Registered
from .roster import CAST

_BREAK = Question(
    {
        "pt-br": "Quem cobre o atendimento no recesso?",
        "en": "Who covers service during the break?",
    },
    (
        {"pt-br": "Ninguém: a loja fecha", "en": "Nobody: the shop closes"},
        {"pt-br": "A escala de plantão publicada no mural", "en": "The rota on the board"},
        {"pt-br": "Cada equipe decide no dia", "en": "Each team decides on the day"},
    ),
    right=1,
)
_EXCHANGE = Question(
    {"pt-br": "O cliente perdeu a nota fiscal. E agora?"},
    (
        {"pt-br": "Sem nota não há troca"},
        {"pt-br": "Buscamos a compra pelo CPF e seguimos com a troca"},
    ),
    right=1,
)
# What each of them still has to confirm, so that the first page has something to say.
_WAITED_FOR = ("marina", "ana", "carlos", "lucia")


def announce(seed: int, known: Registered, last: date, zone: ZoneInfo) -> None:
    """Tell announcements of the last month, with a draft and one that is still to come."""
    rng = random.Random(f"{seed}:announcements")
    rita, beto = (_of(known, name) for name in ("rita", "beto"))
    sac = known.teams["SAC"]
    day = hours.beginning(last, zone) + timedelta(hours=10)
    inside = _inside(known)
    with clock.at(day - timedelta(days=26)):
        _told(
            beto,
            "Balanço de estoque no sábado",
            "O depósito fecha para **balanço** no sábado. Entregas voltam na segunda.",
            ["internal"],
            expires_at=day - timedelta(days=20),
        )
    team = [actor for actor in inside if sac in actor.teams]
    _confirmed(rng, _exchange(rita, sac, day), team, day - timedelta(days=19))
    _suppliers(beto, day)
    _confirmed(rng, _year_end(beto, day), inside, day - timedelta(days=8))
    _deliveries(rita, sac, day)
    with clock.at(day - timedelta(days=2)):
        _told(
            beto,
            "Loja aberta até as 22h em dezembro",
            "De 1º a 23 de dezembro, todas as lojas ficam abertas **até as 22h**.",
            ["public"],
            english=("Shops open until 10 pm in December", "All shops are open **until 10 pm**."),
        )
    with clock.at(hours.beginning(last, zone)):
        _unpublished(beto, rita, sac, day)


def _exchange(rita: Actor, sac: int, day: datetime) -> Announcement:
    with clock.at(day - timedelta(days=19)):
        return _told(
            rita,
            "Troca sem nota fiscal",
            "Quem perdeu a nota **também troca**. Busque a compra pelo CPF, confira o número do"
            " pedido e siga o roteiro de troca.\n\n- Nunca peça a nota duas vezes.\n"
            "- Anote no chamado como a compra foi encontrada.",
            [f"team:{sac}"],
            team_id=sac,
            asked=_EXCHANGE,
            remind_days=3,
        )


def _suppliers(beto: Actor, day: datetime) -> None:
    with clock.at(day - timedelta(days=12)):
        _told(
            beto,
            "Entrada de fornecedores pela doca 2",
            "A doca 1 está em obras até o fim do mês. Use a **doca 2** e avise a portaria na"
            " chegada.",
            ["supplier", "contractor"],
        )


def _year_end(beto: Actor, day: datetime) -> Announcement:
    with clock.at(day - timedelta(days=8)):
        return _told(
            beto,
            "Recesso de fim de ano",
            "A fábrica para de 23/12 a 2/1. O atendimento segue com a **escala de plantão**"
            " publicada no mural.\n\nQuem está de plantão folga na primeira quinzena de janeiro.",
            ["internal"],
            asked=_BREAK,
            english=(
                "Year-end break",
                "The factory stops from 23 December to 2 January; service goes on with the **rota**.",
            ),
            remind_days=3,
        )


def _deliveries(rita: Actor, sac: int, day: datetime) -> None:
    with clock.at(day - timedelta(days=5)):
        late = _told(
            rita,
            "Entregas na zona leste",
            "Por causa das obras na avenida, entregas na zona leste levam **um dia a mais** nesta"
            " semana. Avisamos cada pedido por e-mail.",
            ["customer"],
            team_id=sac,
            english=(
                "Deliveries in the east of the city",
                "Because of works on the avenue, deliveries there take **one day more**.",
            ),
        )
    with clock.at(day - timedelta(days=4)):
        body = "As obras andaram: entregas na zona leste levam **até dois dias a mais**."
        actions.revise(
            rita,
            late.pk,
            actions.Content({"pt-br": "Entregas na zona leste"}, {"pt-br": body}),
            asks_again=False,
        )


def _unpublished(beto: Actor, rita: Actor, sac: int, day: datetime) -> None:
    words = actions.Content(
        {"pt-br": "Nova política de frete"},
        {"pt-br": "Frete grátis acima de R$ 1.500 a partir de janeiro."},
    )
    coming = actions.write(beto, words, ["customer", "internal"])
    actions.publish(beto, coming.pk, at=day + timedelta(days=3))
    words = actions.Content(
        {"pt-br": "Roteiro de ligação de volta"}, {"pt-br": "Em revisão com a equipe."}
    )
    actions.write(rita, words, [f"team:{sac}"], team_id=sac, needs_confirmation=True)


def _told(
    actor: Actor,
    title: str,
    body: str,
    audience: list[str],
    *,
    asked: Question | None = None,
    english: tuple[str, str] | None = None,
    **terms: object,
) -> Announcement:
    titles, bodies = {"pt-br": title}, {"pt-br": body}
    if english:
        titles["en"], bodies["en"] = english
    made = actions.write(
        actor,
        actions.Content(titles, bodies, asked),
        audience,
        needs_confirmation=asked is not None,
        is_mailed=asked is not None,
        **terms,  # type: ignore[arg-type]
    )
    return actions.publish(actor, made.pk)


def _confirmed(
    rng: random.Random, told: Announcement, people: list[Actor], since: datetime
) -> None:
    """Most have read it, and confirmed; one in five chose the wrong answer first."""
    for actor in people:
        with clock.at(since + timedelta(minutes=rng.randrange(20, 60 * 24 * 4))):
            drawn = rng.random()
            if drawn < 0.08:
                continue
            if drawn < 0.2:
                actions.see(actor, told.pk)
                continue
            if drawn < 0.36:
                actions.confirm(actor, told.pk, edition=1, choice=0)
            actions.confirm(actor, told.pk, edition=1, choice=1)


def _of(known: Registered, name: str) -> Actor:
    return actor_of(known.persons[CAST[name].address], Level.STRONG)


def _inside(known: Registered) -> list[Actor]:
    """Everybody inside but those who still have something to confirm in the demo."""
    waited_for = [known.persons[CAST[name].address] for name in _WAITED_FOR]
    found = (
        Relationship.objects.filter(kind__in=INTERNAL_KINDS, until_on=None)
        .exclude(person__in=waited_for)
        .order_by("person")
        .values_list("person", flat=True)
        .distinct()
    )
    return [actor_of(person, Level.STRONG) for person in found]
