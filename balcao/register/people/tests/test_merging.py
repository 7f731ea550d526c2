"""Two people made one, and made two again, exactly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.core import clock
from balcao.core.actor import SYSTEM, Grant, Role
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.register.access import actions as access
from balcao.register.access.models import Purpose
from balcao.register.people import actions
from balcao.register.people.models import Acquaintance, Person
from balcao.register.profile.actions import learn
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Follower, Mention
from tests.cast import Cast
from tests.properties import everything, examples, undone

CPF = "11144477735"
ASIDE = {"people_merge", "events_event", "people_person.version"}
Deed = Callable[[Cast, Person, int], object]


def _ticket(cast: Cast, person: Person, n: int) -> None:
    handle = actions.holder_of_address(SYSTEM, f"{person.pk}@t{n}.example")
    if handle.person_id != person.pk:
        handle.person = person
        handle.save()
    inbox = list(cast.inboxes.values())[n % 3]
    ticket, message = tickets.open_ticket(SYSTEM, inbox, handle, "Assunto", Said("Olá"))
    Follower.objects.create(ticket=ticket, person=person)
    Mention.objects.create(message=message, ticket=ticket, person=person)


DEEDS: list[Deed] = [
    lambda cast, person, n: actions.add_handle(
        SYSTEM, person.pk, "email", f"{person.pk}-{n}@casa.example", is_verified=n % 2 == 0
    ),
    lambda cast, person, n: actions.add_handle(
        SYSTEM, person.pk, "phone", f"+5511 9{person.pk % 1000:04d} {n:04d}"
    ),
    lambda cast, person, n: actions.begin_relationship(
        SYSTEM, person.pk, ("customer", "employee", "supplier")[n % 3]
    ),
    lambda cast, person, n: learn(
        SYSTEM, person.pk, ("region", "need", "contact_hours")[n % 3], f"v{n}", origin="teste"
    ),
    _ticket,
    lambda cast, person, n: actions.make_acquainted(
        list(cast.teams.values())[n % 3].pk, person.pk, ("external", "internal")[n % 2]
    ),
    lambda cast, person, n: access.set_membership(
        SYSTEM, person.pk, list(cast.teams.values())[n % 3].pk, Role.AGENT
    ),
    lambda cast, person, n: access.set_grant(SYSTEM, person.pk, Grant.DIRECTOR, held=True),
    lambda cast, person, n: access.set_password(
        SYSTEM, person.pk, person.handles.order_by("pk")[0].value, None
    ),
    lambda cast, person, n: access.issue_token(SYSTEM, person.handles.order_by("pk")[0].value),
    lambda cast, person, n: access.make_link(
        SYSTEM, person.handles.order_by("pk")[0].value, Purpose.SIGN_IN
    ),
    lambda cast, person, n: actions.change_person(
        SYSTEM,
        person.pk,
        ("preferred_name", "zone", "lifecycle")[n % 3],
        ("Zé", "America/Manaus", "repeat")[n % 3],
    ),
    lambda cast, person, n: Person.objects.filter(pk=person.pk).update(
        cpf=CPF if not Person.objects.filter(cpf=CPF).exists() else None
    ),
]

deeds = st.lists(
    st.tuples(st.integers(0, len(DEEDS) - 1), st.sampled_from(["joao", "zoe"]), st.integers(0, 5)),
    max_size=14,
)


def _carry_out(cast: Cast, told: list[tuple[int, str, int]]) -> None:
    done = set()
    for which, name, n in told:
        if (which, name, n) not in done:
            DEEDS[which](cast, cast.people[name], n)
            done.add((which, name, n))


@examples(60)
@given(told=deeds)
def test_merge_and_unmerge_leave_every_row_as_it_was(
    cast: Cast, told: list[tuple[int, str, int]]
) -> None:
    with undone():
        _carry_out(cast, told)
        before = everything(ASIDE)
        record = actions.merge(SYSTEM, cast.people["joao"].pk, cast.people["zoe"].pk)
        assert everything(ASIDE) != before
        actions.unmerge(SYSTEM, record.pk)
        assert everything(ASIDE) == before


@examples(25)
@given(told=deeds)
def test_merged_nothing_that_can_move_stays_behind(
    cast: Cast, told: list[tuple[int, str, int]]
) -> None:
    with undone():
        _carry_out(cast, told)
        kept, gone = cast.people["joao"], cast.people["zoe"]
        teams = set(
            Acquaintance.objects.values_list("team", "side").filter(person__in=[kept, gone])
        )
        actions.merge(SYSTEM, kept.pk, gone.pk)
        assert not gone.handles.exists()
        assert not gone.relationships.exists()
        assert not gone.requested_tickets.exists()
        assert set(kept.acquaintances.values_list("team", "side")) == teams


def test_what_came_since_the_merge_stays_with_the_person_kept(cast: Cast) -> None:
    kept, gone = cast.people["joao"], cast.people["zoe"]
    record = actions.merge(SYSTEM, kept.pk, gone.pk)
    late = actions.add_handle(SYSTEM, kept.pk, "email", "depois@casa.example")
    learn(SYSTEM, kept.pk, "region", "Sul", origin="teste")
    actions.unmerge(SYSTEM, record.pk)
    late.refresh_from_db()
    assert late.person_id == kept.pk
    assert kept.facts.filter(name="region").exists()


def test_a_later_merge_is_undone_before_an_earlier_one(cast: Cast) -> None:
    joao, zoe, carlos = (cast.people[name].pk for name in ("joao", "zoe", "carlos"))
    before = everything(ASIDE)
    first = actions.merge(SYSTEM, joao, zoe)
    second = actions.merge(SYSTEM, carlos, joao)
    with pytest.raises(Invalid):
        actions.unmerge(SYSTEM, first.pk)
    actions.unmerge(SYSTEM, second.pk)
    actions.unmerge(SYSTEM, first.pk)
    assert everything(ASIDE) == before


def test_a_merge_is_undone_once(cast: Cast) -> None:
    record = actions.merge(SYSTEM, cast.people["joao"].pk, cast.people["zoe"].pk)
    actions.unmerge(SYSTEM, record.pk)
    with pytest.raises(NotFound):
        actions.unmerge(SYSTEM, record.pk)


def test_two_documents_are_two_people(cast: Cast) -> None:
    actions.change_person(SYSTEM, cast.people["joao"].pk, "cpf", "111.444.777-35")
    actions.change_person(SYSTEM, cast.people["zoe"].pk, "cpf", "529.982.247-25")
    with pytest.raises(Invalid):
        actions.merge(SYSTEM, cast.people["joao"].pk, cast.people["zoe"].pk)


def test_nobody_is_merged_with_themselves_or_twice(cast: Cast) -> None:
    joao, zoe = cast.people["joao"].pk, cast.people["zoe"].pk
    with pytest.raises(Invalid):
        actions.merge(SYSTEM, joao, joao)
    with pytest.raises(NotFound):
        actions.merge(SYSTEM, joao, 10**12)
    actions.merge(SYSTEM, joao, zoe)
    with pytest.raises(Invalid):
        actions.merge(SYSTEM, cast.people["carlos"].pk, zoe)


def test_only_administrators_merge(cast: Cast) -> None:
    for name in ("rita", "marina", "lucia", "joao"):
        with pytest.raises(Forbidden):
            actions.merge(cast.actor(name), cast.people["joao"].pk, cast.people["zoe"].pk)
    assert actions.merge(cast.actor("beto"), cast.people["joao"].pk, cast.people["zoe"].pk)


def test_a_merged_persons_mail_and_tickets_are_the_kept_ones(cast: Cast) -> None:
    old = cast.ticket("zoe", "sac")
    actions.merge(SYSTEM, cast.people["joao"].pk, cast.people["zoe"].pk)
    with clock.at(clock.now() + timedelta(days=1)):
        handle = actions.holder_of_address(SYSTEM, "zoe@fora.example")
    old.refresh_from_db()
    assert handle.person_id == old.requester_id == cast.people["joao"].pk
