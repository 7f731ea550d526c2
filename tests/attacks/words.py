"""Attacks by words: what people write of themselves and of others, and who served whom."""

from __future__ import annotations

from contextlib import suppress

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Role
from balcao.core.errors import NotFound
from balcao.listening.answers.tests.responding import LATER, MONDAY, give
from balcao.listening.asking import actions as asking
from balcao.listening.asking.models import Invited, Wave
from balcao.listening.asking.tests.asking import crew, occasion, shop, survey
from balcao.listening.asking.tokens import token_of
from balcao.listening.results import queries
from balcao.register.access import actions as access
from balcao.register.access.actors import Level, actor_of
from balcao.register.people.models import Handle
from balcao.register.teams.actions import add_team
from balcao.service.inboxes.actions import add_inbox
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said

from .company import Company, company, over
from .numbers import reader
from .outcomes import Attack, Outcome

GIVEN_AWAY = (
    ("Sou o {name}, da expedição.", "{name}"),
    ("Falem comigo: 11 98765-4321", "98765"),
    ("meu cpf é 111.444.777-35", "777"),
    ("escrevam para eu.mesma@casa.example", "casa.example"),
    ("estou na rede como @euzinha", "euzinha"),
    ("protocolo 2026 0000123 4 nunca andou", "0000123"),
    ("o {name} me trata mal", "{name}"),
    ("CNPJ 12.ABC.345/01DE-35 atrasa", "01DE"),
)
CLIENTS = 12
# Of twenty places one falls right by chance; more than eight less than once in a million.
MOST_BY_CHANCE = 8


def by_what_is_written() -> Outcome:
    """8. Read names, documents, telephones and addresses in comments."""
    # In this company everybody is called Pessoa, which is a name of the register.
    said = [told.format(name="Pessoa") for told, _trace in GIVEN_AWAY]
    traces = [trace.format(name="Pessoa") for _told, trace in GIVEN_AWAY]
    told = over(_commented(said))
    shown = _comments(told)
    assert len(shown) == len(said)
    return Outcome(
        len(said),
        sum(any(trace in one for trace in traces) for one in shown),
        sum(trace in one for trace, one in zip(traces, said, strict=True)),
    )


def seven_who_write() -> Outcome:
    """8. Read what seven people wrote, one fewer than comments need."""
    said = [f"Falta ar aqui {n}" for n in range(7)]
    told = over(_commented(said, silent=5))
    return Outcome(7, len(_comments(told)), 7)


def by_place_in_the_list() -> Outcome:
    """8. Take the place of a comment in the list for the place of its writer among those asked."""
    hits = 0
    said = [f"Falta ar aqui {n}" for n in range(20)]
    told = over(_commented(said))
    shown = _comments(told)
    assert sorted(shown) == sorted(said)
    hits = sum(one == other for one, other in zip(shown, said, strict=True))
    return Outcome(20, int(hits > MOST_BY_CHANCE), 20)


def by_who_served() -> Outcome:
    """9. Having served twelve colleagues, read how one of them rated it."""
    with clock.at(MONDAY):
        shop()
        who, rated = _served()
    read = 0
    for at in (LATER, rated.closes_at):
        with clock.at(at):
            read += _single_answers(who, rated)
    return Outcome(CLIENTS, read, CLIENTS)


def _commented(said: list[str], silent: int = 4) -> Company:
    answers = [{"enps": 5, "enps_why": one} for one in said]
    groups: list[dict[str, str]] = [{} for _one in range(len(said) + silent)]
    return company(groups, [*answers, *([{"enps": 5}] * silent)], "enps", "enps_why")


def _comments(told: Company) -> list[str]:
    with clock.at(told.wave.closes_at):
        return [one["words"] for one in queries.comments(reader(), told.wave.survey_id).rows]


def _served() -> tuple[Actor, Wave]:
    """Somebody who resolved a ticket of each of twelve colleagues, who all rated it by the same page."""
    team = add_team(SYSTEM, "Sistemas")
    inbox = add_inbox(SYSTEM, "sistemas@boapraca.example", team.pk, "internal")
    clients = crew(CLIENTS + 1)
    who = clients.pop()
    asked = survey("internal", "department_csat", purpose="internal_service", is_anonymous=True)
    occasion(asked, "resolved", quarantine_days=0)
    access.set_membership(SYSTEM, who.pk, team.pk, Role.SUPERVISOR)
    agent = actor_of(who.pk, Level.STRONG)
    for client in clients:
        handle = Handle.objects.get(person=client)
        ticket, _message = tickets.open_ticket(SYSTEM, inbox, handle, "Preciso", Said("Olá"))
        tickets.reply(agent, ticket.pk, Said("Feito."))
        tickets.resolve(agent, ticket.pk)
    (wave,) = Wave.objects.filter(survey=asked)
    asking.send_all(LATER)
    for one in Invited.objects.filter(wave=wave):
        token = token_of(one.pk, one.token_digest) or ""
        give(token, {"department_csat": 1 + one.pk % 5})
    return agent, wave


def _single_answers(agent: Actor, wave: Wave) -> int:
    """What the one who served finds about any single ticket."""
    found = 0
    for one in Invited.objects.filter(wave=wave):
        found += len(queries.about_ticket(agent, one.subject_id or 0))
    with suppress(NotFound):
        found += len(queries.answers(agent, wave.survey_id)[0])
    return found


ATTACKS: tuple[Attack, ...] = (
    by_what_is_written,
    seven_who_write,
    by_place_in_the_list,
    by_who_served,
)
