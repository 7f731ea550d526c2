"""Standing, one-time secrets, tokens, sessions and rates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM, Grant, Hat, Role
from balcao.core.errors import Forbidden, Invalid, NotFound, TooMany
from balcao.events.models import Event
from balcao.register.access import actions, queries
from balcao.register.access.actions.rates import LONGEST_WINDOW_SECONDS, forget_old_counts
from balcao.register.access.actions.secrets import LIFE, digest
from balcao.register.access.actors import Level
from balcao.register.access.models import (
    ApiToken,
    OneTimeSecret,
    OpenSession,
    Purpose,
    RateCount,
    User,
)
from balcao.register.people import actions as people
from balcao.register.teams.actions import add_team, change_team
from tests.cast import Cast

WORK = "ana@boapraca.example"
PRIVATE = "ana@casa.example"
PASSWORD = "sofá-verde-musgo-41"


@pytest.fixture
def ana_at_home(cast: Cast) -> Cast:
    people.add_handle(
        SYSTEM, cast.people["ana"].pk, "email", PRIVATE, is_work=False, is_verified=True
    )
    return cast


def _ways_to_the_work_handle(cast: Cast) -> list[Callable[[Level], object]]:
    ana = cast.people["ana"].pk
    return [
        lambda level: actions.issue_token(cast.actor("ana", level), WORK),
        lambda level: actions.set_password(cast.actor("ana", level), ana, WORK, PASSWORD),
    ]


def test_a_private_mailbox_never_leads_to_the_work_handle(ana_at_home: Cast) -> None:
    for way in _ways_to_the_work_handle(ana_at_home):
        with pytest.raises(Forbidden):
            way(Level.LINK)
    assert not ApiToken.objects.exists()
    assert not User.objects.exists()


def test_under_the_internal_hat_the_work_handle_is_ones_own(ana_at_home: Cast) -> None:
    for way in _ways_to_the_work_handle(ana_at_home):
        way(Level.STRONG)
    assert User.objects.get().check_password(PASSWORD)


def test_an_ended_relationship_closes_the_work_handle(ana_at_home: Cast) -> None:
    people.end_relationship(SYSTEM, ana_at_home.people["ana"].relationships.get().pk)
    for way in _ways_to_the_work_handle(ana_at_home):
        with pytest.raises(Forbidden):
            way(Level.STRONG)


def test_an_unverified_address_opens_no_token(cast: Cast) -> None:
    joao = cast.people["joao"].pk
    people.add_handle(SYSTEM, joao, "email", "joao@novo.example")
    with pytest.raises(Forbidden):
        actions.issue_token(cast.actor("joao"), "joao@novo.example")


def test_nobody_issues_anothers_token_but_an_administrator(cast: Cast) -> None:
    for name in ("zoe", "marina", "rita", "lucia"):
        with pytest.raises(Forbidden):
            actions.issue_token(cast.actor(name), "joao@cliente.example")
    secret = actions.issue_token(cast.actor("beto"), "JOAO@cliente.example ")
    found = queries.token_of(SYSTEM, digest(secret))
    assert found is not None
    assert found.person_id == cast.people["joao"].pk


def test_a_revoked_token_opens_nothing_and_only_its_person_revokes_it(cast: Cast) -> None:
    secret = actions.issue_token(SYSTEM, "joao@cliente.example")
    token = ApiToken.objects.get()
    assert token.digest != secret
    with pytest.raises(NotFound):
        actions.revoke_token(cast.actor("zoe"), token.pk)
    actions.revoke_token(cast.actor("joao"), token.pk)
    assert queries.token_of(SYSTEM, digest(secret)) is None
    with pytest.raises(NotFound):
        actions.revoke_token(cast.actor("joao"), token.pk)


def test_tokens_are_listed_to_their_person_and_to_administrators(cast: Cast) -> None:
    actions.issue_token(SYSTEM, "joao@cliente.example", "planilha")
    seen = {name: len(queries.tokens(cast.actor(name))) for name in cast.people}
    assert {name for name, count in seen.items() if count} == {"joao", "beto"}
    assert queries.tokens(NOBODY) == []


def test_a_link_works_once_and_verifies_its_handle(cast: Cast) -> None:
    handle = people.holder_of_address(SYSTEM, "nova@cliente.example")
    assert handle.verified_at is None
    secret = actions.make_link(SYSTEM, "nova@cliente.example")
    for _look in range(2):
        assert actions.reading_secret(secret, Purpose.SIGN_IN) is not None
    used = actions.use_link(secret, Purpose.SIGN_IN)
    handle.refresh_from_db()
    assert used.handle_id == handle.pk
    assert handle.verified_at is not None
    assert actions.reading_secret(secret, Purpose.SIGN_IN) is None
    with pytest.raises(NotFound):
        actions.use_link(secret, Purpose.SIGN_IN)


@pytest.mark.parametrize("purpose", [Purpose.SIGN_IN, Purpose.CONSOLE, Purpose.VERIFY])
def test_a_link_dies_with_its_time_and_opens_one_purpose_only(cast: Cast, purpose: str) -> None:
    secret = actions.make_link(SYSTEM, WORK, purpose)
    others = [other for other in Purpose.values if other != purpose]
    with pytest.raises(NotFound):
        actions.use_link(secret, *others)
    with clock.at(clock.now() + LIFE[Purpose(purpose)]), pytest.raises(NotFound):
        actions.use_link(secret, purpose)
    with pytest.raises(NotFound):
        actions.use_link(secret + "x", purpose)
    assert OneTimeSecret.objects.get().digest != secret


def test_only_an_administrator_makes_a_link_as_strong_as_a_password(cast: Cast) -> None:
    for actor in (cast.actor("marina"), cast.actor("joao"), NOBODY):
        with pytest.raises(Forbidden):
            actions.make_link(actor, WORK, Purpose.CONSOLE)
    assert actions.make_link(SYSTEM, WORK, Purpose.CONSOLE)


def test_a_link_for_nobody_is_not_made(cast: Cast) -> None:
    with pytest.raises(NotFound):
        actions.make_link(SYSTEM, "ninguem@cliente.example")


def test_a_code_opens_its_subject_once(cast: Cast) -> None:
    handle = cast.handle("joao").pk
    code = actions.make_code(Purpose.FOLLOW, subject_id=7, handle_id=handle)
    for subject in (8, None):
        with pytest.raises(NotFound):
            actions.use_code(Purpose.FOLLOW, code, subject_id=subject)
    spaced = f" {code[:4]} {code[4:]} "
    assert actions.use_code(Purpose.FOLLOW, spaced, subject_id=7).handle_id == handle
    with pytest.raises(NotFound):
        actions.use_code(Purpose.FOLLOW, code, subject_id=7)


def test_a_newer_code_replaces_the_older(cast: Cast) -> None:
    handle = cast.handle("joao").pk
    first, second = (
        actions.make_code(Purpose.FOLLOW, subject_id=7, handle_id=handle) for _ in range(2)
    )
    if first != second:
        with pytest.raises(NotFound):
            actions.use_code(Purpose.FOLLOW, first, subject_id=7)
    assert actions.use_code(Purpose.FOLLOW, second, subject_id=7)


def test_after_five_wrong_tries_the_right_code_is_wrong_too(cast: Cast) -> None:
    code = actions.make_code(Purpose.FOLLOW, subject_id=7)
    wrong = f"{(int(code) + 1) % 10**8:08d}"
    for _try in range(5):
        with pytest.raises(NotFound):
            actions.use_code(Purpose.FOLLOW, wrong, subject_id=7)
    with pytest.raises(NotFound):
        actions.use_code(Purpose.FOLLOW, code, subject_id=7)


def test_a_rate_is_counted_for_each_window_and_each_asker(cast: Cast) -> None:
    start = clock.now().replace(second=0, microsecond=0)
    with clock.at(start):
        for _try in range(3):
            actions.spend("enter", "joao", limit=3, seconds=60)
        with pytest.raises(TooMany) as refused:
            actions.spend("enter", "joao", limit=3, seconds=60)
        assert 0 < refused.value.retry_after <= 60
        actions.spend("enter", "zoe", limit=3, seconds=60)
        actions.spend("other", "joao", limit=3, seconds=60)
        with pytest.raises(TooMany):
            actions.spend("bulk", "joao", limit=3, seconds=60, cost=4)
    with clock.at(start + timedelta(seconds=60)):
        actions.spend("enter", "joao", limit=3, seconds=60)
    assert not RateCount.objects.filter(key__contains="joao").exists()


@pytest.mark.parametrize("seconds", [1, 60, 3600, 86_400])
def test_old_counts_are_forgotten_whatever_their_window(cast: Cast, seconds: int) -> None:
    actions.spend("enter", "joao", limit=3, seconds=seconds)
    assert forget_old_counts() == 0
    with clock.at(clock.now() + timedelta(seconds=LONGEST_WINDOW_SECONDS + 86_401)):
        assert forget_old_counts() == 1


def test_breaking_glass_asks_for_standing_a_reason_and_a_team(cast: Cast) -> None:
    hr = cast.teams["rh"].pk
    for name in ("marina", "ana", "lucia", "carlos", "joao"):
        with pytest.raises(Forbidden):
            actions.break_glass(cast.actor(name), hr, "Um motivo comprido")
    with pytest.raises(Invalid):
        actions.break_glass(cast.actor("rita"), hr, "   porque  ")
    with pytest.raises(NotFound):
        actions.break_glass(cast.actor("beto"), 10**9, "Um motivo comprido")


def test_the_team_is_told_who_looks_in_and_why_and_it_is_on_record(cast: Cast) -> None:
    actions.break_glass(cast.actor("rita"), cast.teams["rh"].pk, "Substituo o Paulo hoje")
    seen = queries.broken_glass(cast.actor("paulo"))
    assert [(line["person"], line["reason"]) for line in seen] == [
        ("Rita Nunes", "Substituo o Paulo hoje")
    ]
    assert queries.broken_glass(cast.actor("marina")) == []
    event = Event.objects.get(name="GlassBroken")
    assert (event.subject_id, event.actor_id) == (cast.teams["rh"].pk, cast.people["rita"].pk)


def test_sessions_end_at_once_and_only_ones_own(cast: Cast) -> None:
    joao = cast.actor("joao")
    keys = []
    for _way in range(2):
        store = SessionStore()
        store.create()
        actions.record_session(joao, store.session_key or "", "link", "Firefox")
        keys.append(store.session_key or "")
    first = queries.sessions(joao)[-1]
    with pytest.raises(Forbidden):
        actions.end_sessions(cast.actor("zoe"), joao.me)
    assert actions.end_sessions(joao, joao.me, only=first["id"]) == 1
    assert not SessionStore().exists(keys[0])
    assert SessionStore().exists(keys[1])
    assert actions.end_sessions(SYSTEM, joao.me, why="relationship") == 1
    assert not SessionStore().exists(keys[1])
    assert not OpenSession.objects.exists()


def test_a_weak_password_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        actions.set_password(SYSTEM, cast.people["ana"].pk, WORK, "12345678")
    assert "password" in refused.value.fields
    assert not User.objects.exists()


def test_a_password_belongs_to_an_address_of_that_person(cast: Cast) -> None:
    with pytest.raises(NotFound):
        actions.set_password(SYSTEM, cast.people["ana"].pk, "marina@boapraca.example", PASSWORD)


def test_only_administrators_change_standing(cast: Cast) -> None:
    team, zoe = cast.teams["sac"].pk, cast.people["zoe"].pk
    for name in ("rita", "lucia", "zoe"):
        actor = cast.actor(name)
        with pytest.raises(Forbidden):
            actions.set_membership(actor, zoe, team, Role.AGENT)
        with pytest.raises(Forbidden):
            actions.end_membership(actor, cast.people["marina"].pk, team)
        with pytest.raises(Forbidden):
            actions.set_grant(actor, zoe, Grant.ADMINISTRATOR, held=True)
    actions.end_membership(cast.actor("beto"), cast.people["marina"].pk, team)
    assert Hat.AGENT not in cast.actor("marina").hats


def test_members_are_told_to_their_own_team_and_to_administrators(cast: Cast) -> None:
    every = [team.pk for team in cast.teams.values()]
    seen = {
        name: {line["called"] for line in queries.members(cast.actor(name), every)}
        for name in cast.people
    }
    assert seen["marina"] == seen["rita"] == {"Marina Alves", "Rita Nunes"}
    assert seen["paulo"] == {"Paulo Reis"}
    assert len(seen["beto"]) == 4
    assert all(not seen[name] for name in ("lucia", "carlos", "joao", "zoe"))


def test_administrative_acts_are_on_the_trail_for_administrators(cast: Cast) -> None:
    beto = cast.actor("beto")
    team = add_team(beto, "Loja")
    change_team(beto, team.pk, "signature", "Abraços")
    cast.ticket("joao", "sac")
    trail = queries.audit_trail(beto, limit=2)
    assert [(line["name"], line["actor"]) for line in trail] == [
        ("TeamChanged", "Beto Lima"),
        ("TeamAdded", "Beto Lima"),
    ]
    assert queries.audit_trail(beto, before=trail[1]["id"], limit=1)[0]["id"] < trail[1]["id"]
    assert all(line["subject_type"] != "ticket" for line in queries.audit_trail(beto))
    for name in ("rita", "lucia", "joao"):
        with pytest.raises(Forbidden):
            queries.audit_trail(cast.actor(name))
