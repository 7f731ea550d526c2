"""A desk with something to hide in every corner: each hidden thing is a word of its own.

Every planted text also holds the word LURE, so that a search for it would find what may be found.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from balcao.core import clock
from balcao.core.actor import SYSTEM, Actor, Role
from balcao.register.access import actions as access
from balcao.register.access.actors import Level, actor_of
from balcao.register.access.models import ApiToken
from balcao.register.calendars.actions import add_calendar
from balcao.register.orders import actions as orders
from balcao.register.people import actions as people
from balcao.register.people.models import Handle, Merge, Person
from balcao.register.profile.actions import learn
from balcao.register.teams.models import Team
from balcao.service.agenda import actions as agenda
from balcao.service.agenda.models import TimeEntry
from balcao.service.delivery.models import RawMail
from balcao.service.delivery.tests.letters import letter, take
from balcao.service.routing import actions as routing
from balcao.service.routing.actions import skip
from balcao.service.sla import actions as sla
from balcao.service.tickets import actions
from balcao.service.tickets.content import File, Said
from balcao.service.tickets.models import Ticket
from balcao.service.waiting import actions as waiting
from balcao.service.waiting.keeping import keep_pace
from balcao.service.waiting.queries import call_times
from balcao.web.hats import FOLLOWED, KEY
from tests.cast import Cast

from .announced import announced
from .approved import approved
from .asked import asked_inside, bundled
from .failing import failed
from .heard import listened
from .lending import lent
from .lure import planted
from .offering import offered
from .often import often_asked
from .planting import written
from .tended import tended

PHONES = {"private": "+5511987651234", "rh": "+5511987654321"}
CPF, CPF_SHOWN = "52998224725", "529.982.247-25"


@dataclass(frozen=True)
class Visitor:
    """Somebody who looks: what their session holds, and the actor it makes."""

    name: str
    session: dict[str, Any] = field(default_factory=dict)
    actor: Actor = field(default_factory=Actor)
    token: str = ""


@dataclass
class World:
    """The cast, their tickets by short name, and everybody who may come by."""

    cast: Cast
    tickets: dict[str, Ticket]
    visitors: dict[str, Visitor]
    known: SimpleNamespace


def make_world(cast: Cast) -> World:
    """The desk, filled through the same actions as real work."""
    _name_things(cast)
    _promises(cast)
    shops = _organizations(cast)
    tickets = {
        "sac": _customers_ticket(cast, shops["sharing"]),
        "rh": _confidential_ticket(cast),
        "ti": _ticket_of_another_team(cast),
        "private": _unshared_ticket(cast, shops["closed"]),
    }
    _routed(cast, tickets)
    _planned(cast, tickets)
    _called(cast, tickets)
    listened(cast, tickets["private"])
    written(cast)
    often_asked(cast)
    announced(cast)
    asked_inside(cast, tickets["sac"])
    bundled(cast)
    lent(cast, tickets)
    failed(cast)
    offered(cast, tickets)
    _sold(cast)
    known = _around(cast, tickets)
    for name in ("sac", "rh"):
        sla.pause(SYSTEM, tickets[name].pk, planted(f"acordo{name}"))
    approved(cast, tickets)
    tended(cast, tickets)
    return World(cast, tickets, _visitors(cast, tickets), known)


def _name_things(cast: Cast) -> None:
    for name, inside, outside in (
        ("sac", "Equipepapoula", "Atendimento"),
        ("ti", "Equipelavanda", "Suporte"),
        ("rh", "Equipeorquidea", "Gente"),
    ):
        Team.objects.filter(pk=cast.teams[name].pk).update(name=inside, public_name=outside)
    for name, surname in (("marina", "Nomemarina"), ("paulo", "Nomepaulo")):
        people.change_person(SYSTEM, cast.people[name].pk, "name", f"{name.title()} {surname}")
    people.change_person(SYSTEM, cast.people["joao"].pk, "cpf", CPF)
    for name, address, kind in (
        ("bia", "bia@cliente.example", "customer"),
        ("caio", "caio@cliente.example", "customer"),
        ("lia", "lia@boapraca.example", "employee"),
        ("nina", "nina@boapraca.example", "employee"),
        ("enzo", "enzo@boapraca.example", ""),
    ):
        cast.people[name] = people.register_person(
            SYSTEM, name.title(), email=address, is_work=kind != "customer", is_verified=True
        )
        if kind:
            people.begin_relationship(SYSTEM, cast.people[name].pk, kind)
    access.set_membership(SYSTEM, cast.people["lia"].pk, cast.teams["sac"].pk, Role.LIGHT)
    access.set_membership(SYSTEM, cast.people["nina"].pk, cast.teams["ti"].pk, Role.SUPERVISOR)
    access.set_membership(SYSTEM, cast.people["enzo"].pk, cast.teams["sac"].pk, Role.AGENT)
    enzo = people.begin_relationship(SYSTEM, cast.people["enzo"].pk, "employee")
    people.end_relationship(SYSTEM, enzo.pk)


def _promises(cast: Cast) -> None:
    shop = add_calendar(
        SYSTEM, {"name": "Loja", "zone": "UTC", "weekly": {"mon": [["08:00", "18:00"]]}}
    )
    for name, side in (("sac", "external"), ("rh", "internal")):
        terms = sla.Terms(
            planted(f"promessa{name}"),
            "resolution",
            side,
            200_000,
            shop.pk,
            team_id=cast.teams[name].pk,
            is_public=name == "rh",
        )
        sla.set_policy(SYSTEM, terms)


def _organizations(cast: Cast) -> dict[str, int]:
    sharing = people.add_organization(SYSTEM, "Padaria", "company")
    closed = people.add_organization(SYSTEM, "Farmácia", "company")
    people.share_tickets(SYSTEM, sharing.pk, shares=True)
    for name, shop in (("joao", sharing), ("joao", closed), ("bia", sharing), ("caio", closed)):
        people.begin_relationship(SYSTEM, cast.people[name].pk, "customer", organization_id=shop.pk)
    return {"sharing": sharing.pk, "closed": closed.pk}


def _customers_ticket(cast: Cast, shop: int) -> Ticket:
    raw = take(
        letter(subject=planted("assuntosofa"), body=planted("palavrajoao"), X_Hidden="cabecalho"),
        "sac@boapraca.example",
    )
    assert raw.message is not None
    ticket = raw.message.ticket
    Ticket.objects.filter(pk=ticket.pk).update(organization_id=shop)
    marina = cast.actor("marina")
    actions.receive(
        SYSTEM,
        ticket.pk,
        cast.handle("joao"),
        Said(
            "segue",
            html=f"<p>{planted('htmljoao')}</p>",
            original=planted("originaljoao"),
            files=[File("anexojoao.txt", "text/plain", b"conteudojoao")],
            reason=planted("motivofio"),
        ),
    )
    actions.reply(marina, ticket.pk, Said(planted("respostasac")))
    failed = actions.reply(marina, ticket.pk, Said("outra"))
    actions.mark_delivery(SYSTEM, failed.pk, "failed", planted("porquevoltou"))
    actions.note(
        marina,
        ticket.pk,
        Said(
            planted("notaxsac"),
            html=f"<p>{planted('htmlnota')}</p>",
            files=[File("anexonota.txt", "text/plain", b"conteudonota")],
        ),
        mentions=[cast.people["rita"].pk],
    )
    actions.set_tags(marina, ticket.pk, [planted("etiquetasac")])
    actions.keep_draft(marina, ticket.pk, planted("rascunhomarina"), is_internal=False)
    actions.keep_draft(cast.actor("rita"), ticket.pk, planted("rascunhorita"), is_internal=True)
    actions.change_status(marina, ticket.pk, "on_hold", reason=planted("motivoespera"))
    return ticket


def _confidential_ticket(cast: Cast) -> Ticket:
    ticket = cast.ticket("ana", "rh", planted("assuntorh"), planted("palavrarh"))
    paulo = cast.actor("paulo")
    actions.reply(paulo, ticket.pk, Said(planted("respostarh")))
    actions.note(paulo, ticket.pk, Said(planted("notaxrh")))
    actions.set_tags(paulo, ticket.pk, [planted("etiquetarh")])
    actions.keep_draft(paulo, ticket.pk, planted("rascunhopaulo"), is_internal=True)
    return ticket


def _ticket_of_another_team(cast: Cast) -> Ticket:
    ticket = cast.ticket("carlos", "ti", planted("assuntoti"), planted("palavrati"))
    actions.note(cast.actor("ana"), ticket.pk, Said(planted("notaxti")))
    return ticket


def _unshared_ticket(cast: Cast, shop: int) -> Ticket:
    ticket = cast.ticket("joao", "sac", planted("assuntofechado"), planted("palavrafechada"))
    Ticket.objects.filter(pk=ticket.pk).update(organization_id=shop)
    return ticket


def _routed(cast: Cast, tickets: dict[str, Ticket]) -> None:
    """Two teams give tickets out: one to Marina, a confidential one's to Paulo; both say why not."""
    for name in ("sac", "rh"):
        routing.set_routing(SYSTEM, cast.teams[name].pk, is_automatic=True)
        skill = routing.add_skill(SYSTEM, planted(f"habilidade{name}"), team_id=cast.teams[name].pk)
        routing.set_need(SYSTEM, cast.teams[name].pk, skill.pk, 5)
    for name, ticket in (("marina", "private"), ("paulo", "rh")):
        actions.assign(SYSTEM, tickets[ticket].pk, None)
        actions.change_status(SYSTEM, tickets[ticket].pk, "open")
        routing.set_presence(cast.actor(name), "available")
    assert routing.route_all(SYSTEM) == 2
    for name, ticket in (("marina", "private"), ("paulo", "rh")):
        actions.reply(cast.actor(name), tickets[ticket].pk, Said("Olá"), then="open")
        skip(cast.actor(name), tickets[ticket].pk, planted(f"pulo{name}"))
        routing.set_presence(cast.actor(name), "break", planted(f"pausa{name}"))


def _planned(cast: Cast, tickets: dict[str, Ticket]) -> None:
    """What somebody wants to come back to, puts off, keeps time for, and how long it took them."""
    marina, paulo, now = cast.actor("marina"), cast.actor("paulo"), clock.now()
    later = now + timedelta(minutes=1)
    sac = tickets["sac"].pk
    agenda.remind(marina, sac, later, planted("lembretemarina"))
    agenda.remind(paulo, tickets["rh"].pk, later, planted("lembretepaulo"))
    agenda.snooze(cast.actor("rita"), sac, now + timedelta(days=2), planted("motivosoneca"))
    agenda.add_appointment(paulo, planted("compromissopaulo"), now, later)
    agenda.count(marina, sac, begins=True, now=now - timedelta(seconds=40))
    agenda.count(marina, sac, now=now)
    agenda.correct(marina, sac, TimeEntry.objects.get().on, 0, planted("motivotempo"))


def _called(cast: Cast, tickets: dict[str, Ticket]) -> None:
    """Two clients would rather be called; each call reached nobody, and somebody noted why."""
    for client, agent, name in (("joao", "marina", "private"), ("ana", "paulo", "rh")):
        times = call_times(SYSTEM)[0]
        ticket = tickets[name].pk
        asked = waiting.ask_callback(cast.actor(client), ticket, PHONES[name], *times)
        note = planted(f"ligacao{name}")
        waiting.tried(cast.actor(agent), asked.pk, is_reached=False, note=note)
    keep_pace(SYSTEM)


def _sold(cast: Cast) -> None:
    """What João bought, what Ana bought as a customer, and a file that waits to be imported."""
    for name, number in (("joao", "pedidojoao"), ("ana", "pedidoana")):
        orders.record_order(
            SYSTEM,
            number=number,
            customer=cast.people[name].pk,
            ordered_on=clock.today(),
            store=planted(f"loja{name}"),
        )
    told = f"Pedido;Data;E-mail;Loja\n9;{clock.today()};joao@cliente.example;{planted('arquivoloja')}\n"
    made = orders.import_orders(SYSTEM, io.BytesIO(told.encode()), "arquivopedidos.csv")
    orders.check_all(made.pk)


def _around(cast: Cast, tickets: dict[str, Ticket]) -> SimpleNamespace:
    """What lies around tickets: quarantine, canned replies, facts, links, tokens, merges, reasons."""
    held = take(
        letter(
            "mailer@fora.example",
            "sac@boapraca.example",
            planted("assuntoquarentena"),
            planted("palavraquarentena"),
            Auto_Submitted="auto-generated",
        ),
        "sac@boapraca.example",
    )
    RawMail.objects.filter(pk=held.pk).update(
        state="quarantined", outcome="quarantined", reason=planted("motivoquarentena")
    )
    actions.set_canned_reply(
        cast.actor("rita"), "Pronta", planted("respostapronta"), team_id=cast.teams["sac"].pk
    )
    learn(SYSTEM, cast.people["joao"].pk, "need", planted("fatojoao"), origin="conversa")
    actions.link(SYSTEM, tickets["sac"].pk, tickets["private"].pk, planted("motivoligacao"))
    access.break_glass(cast.actor("nina"), cast.teams["rh"].pk, planted("motivovidro"))
    secret = access.issue_token(SYSTEM, "joao@cliente.example", planted("nometoken"))
    token = ApiToken.objects.get(person=cast.people["joao"])
    access.record_session(cast.actor("joao"), "x" * 32, "link", planted("aparelhojoao"))
    gone = people.register_person(SYSTEM, "Nomegone", email="gone@cliente.example")
    merged = people.merge(SYSTEM, cast.people["zoe"].pk, gone.pk)
    assert Merge.objects.get() == merged
    return SimpleNamespace(quarantined=held.pk, token=token.pk, merge=merged.pk, secret=secret)


def _visitors(cast: Cast, tickets: dict[str, Ticket]) -> dict[str, Visitor]:
    ways = {
        **dict.fromkeys(("marina", "rita", "lia", "ana", "nina", "paulo"), Level.STRONG),
        **dict.fromkeys(("lucia", "beto", "carlos", "enzo"), Level.STRONG),
        **dict.fromkeys(("joao", "bia", "caio", "zoe"), Level.LINK),
    }
    found = {name: _visitor(name, cast.people[name], level) for name, level in ways.items()}
    link = _visitor("ana_by_link", cast.people["ana"], Level.LINK)
    follower = _follower(cast.handle("joao"), tickets["sac"])
    return {
        **found,
        "ana_by_link": link,
        "follower": follower,
        "anonymous": Visitor("anonymous"),
    }


def _visitor(name: str, person: Person, level: Level) -> Visitor:
    handle = person.handles.order_by("pk")[0]
    told = {KEY: {"person": person.pk, "level": str(level), "handle": handle.pk}}
    is_own = name == person.name.split()[0].lower().replace("ã", "a").replace("ú", "u")
    token = access.issue_token(SYSTEM, handle.value) if is_own else ""
    return Visitor(name, told, actor_of(person.pk, level), token)


def _follower(handle: Handle, ticket: Ticket) -> Visitor:
    told = {"person": handle.person_id, "handle": handle.pk, "ticket": ticket.pk}
    actor = Actor(person_id=handle.person_id, followed=frozenset({ticket.pk}))
    return Visitor("follower", {FOLLOWED: told}, actor)
