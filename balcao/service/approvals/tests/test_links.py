from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from balcao.core import clock
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from balcao.core.sql import rows
from balcao.service.approvals import actions
from balcao.service.approvals.links import MISSES_MOST, by_token
from balcao.service.approvals.models import Approval, Ask
from balcao.service.approvals.tokens import digest
from balcao.service.delivery.models import OutgoingMail
from tests.cast import Cast

from .approving import ask_of, begin, code_of, link, named, rule, steps, token

pytestmark = pytest.mark.django_db

RITA = "rita@boapraca.example"


def _costly(cast: Cast, **told: object) -> tuple[Approval, str]:
    approval = begin(cast, rule(named(cast, "rita", code_above="5000")), amount=9000)
    return approval, link(approval, cast, "rita")


def test_a_link_decides_once_in_the_name_of_who_was_sent_it(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    secret = link(approval, cast, "rita")
    actions.decide_by_token(secret, "approved", "Pode comprar.")
    approval.refresh_from_db()
    ask = ask_of(approval, cast, "rita")
    assert (approval.state, ask.way, ask.reason) == ("approved", "link", "Pode comprar.")
    assert ask.decided_by == cast.people["rita"]
    for decision in ("approved", "refused"):
        with pytest.raises(Conflict):
            actions.decide_by_token(secret, decision, "De novo.")
    ask.refresh_from_db()
    assert ask.reason == "Pode comprar."


def test_looking_changes_nothing(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    secret = link(approval, cast, "rita")
    before = rows("SELECT * FROM approvals_ask")
    for _scanner in range(3):
        shown = by_token(secret)
    assert shown is not None
    assert shown["is_open"] is True
    assert rows("SELECT * FROM approvals_ask") == before
    assert shown["decider"] == "Rita Nunes"


def test_after_it_is_used_a_link_tells_nothing_of_what_others_said(cast: Cast) -> None:
    kept = rule(named(cast, "lucia"), named(cast, "rita"))
    approval = begin(cast, kept)
    actions.decide_by_token(link(approval, cast, "lucia"), "approved", "Da minha parte, sim.")
    secret = link(approval, cast, "rita")
    shown = by_token(secret)
    assert shown is not None
    assert [line["who"] for line in shown["before"]] == ["Lúcia Boa"]
    actions.decide_by_token(secret, "approved")
    shown = by_token(secret)
    assert shown is not None
    assert (shown["before"], shown["is_open"]) == ([], False)


def test_a_token_stands_in_no_table(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita")))
    secret = link(approval, cast, "rita")
    kept = "".join(str(rows(f"SELECT * FROM {table}")) for table in _own_tables())
    assert secret not in kept
    assert digest(secret) in kept
    mailed = OutgoingMail.objects.get(to_address=RITA)
    assert f"/aprovar/{secret}/" in mailed.body


def test_guessed_and_damaged_tokens_lead_nowhere(cast: Cast) -> None:
    secret = link(begin(cast, rule(named(cast, "rita"))), cast, "rita")
    other = ("B" if secret[0] == "A" else "A") + secret[1:]
    for guess in ("", "x", other, secret[:-1], secret + "A", "\x00", "\ud800", secret.lower()):
        assert guess == secret or by_token(guess) is None
        with pytest.raises(NotFound):
            actions.decide_by_token(guess, "approved")


def test_each_person_has_a_link_of_their_own(cast: Cast) -> None:
    approval = begin(cast, rule(named(cast, "rita", "lucia", needed=2)))
    first, second = (link(approval, cast, name) for name in ("rita", "lucia"))
    assert first != second
    actions.decide_by_token(first, "approved")
    approval.refresh_from_db()
    assert approval.state == "waiting"
    with pytest.raises(Conflict):
        actions.decide_by_token(first, "approved")


def test_a_requester_does_not_decide_by_a_link_that_was_forwarded_to_become_theirs(
    cast: Cast,
) -> None:
    """Whoever is in the table as decider: who asked is refused."""
    approval = begin(cast, rule(named(cast, "rita")))
    ask = ask_of(approval, cast, "rita")
    Ask.objects.filter(pk=ask.pk).update(decider=cast.people["ana"])
    secret = token(ask)
    with pytest.raises(Forbidden):
        actions.decide_by_token(secret, "approved")


def test_above_the_amount_a_code_is_asked(cast: Cast) -> None:
    approval, secret = _costly(cast)
    with pytest.raises(Invalid) as refused:
        actions.decide_by_token(secret, "approved")
    assert "code" in refused.value.fields
    actions.ask_code(secret)
    code = code_of(RITA)
    actions.decide_by_token(secret, "approved", code=code)
    approval.refresh_from_db()
    assert approval.state == "approved"
    assert "code_sent" in steps(approval)
    assert code.replace(" ", "") not in str(rows("SELECT * FROM approvals_ask"))


@pytest.mark.parametrize("amount", [5000, 1])
def test_up_to_the_amount_no_code_is_asked(cast: Cast, amount: int) -> None:
    approval = begin(cast, rule(named(cast, "rita", code_above="5000")), amount=amount)
    actions.decide_by_token(link(approval, cast, "rita"), "approved")


def test_an_amount_nobody_knows_needs_a_code_and_so_does_what_the_item_says(cast: Cast) -> None:
    kept = rule(named(cast, "rita", code_above="5000"))
    free = rule(named(cast, "rita"), name="Sem código")
    for approval in (
        begin(cast, kept),
        begin(cast, free, amount=200, code_above=Decimal(100)),
    ):
        with pytest.raises(Invalid):
            actions.decide_by_token(link(approval, cast, "rita"), "approved")


def test_a_code_is_good_for_ten_minutes_and_its_link_alone(cast: Cast) -> None:
    _approval, secret = _costly(cast)
    _other, elsewhere = _costly_again(cast)
    actions.ask_code(secret)
    code = code_of(RITA)
    actions.ask_code(elsewhere)
    with pytest.raises(Invalid):
        actions.decide_by_token(elsewhere, "approved", code=code)
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(Invalid):
        actions.decide_by_token(secret, "approved", code=code)
    actions.decide_by_token(secret, "approved", code=code)


def test_a_newer_code_takes_the_place_of_the_older(cast: Cast) -> None:
    _approval, secret = _costly(cast)
    actions.ask_code(secret)
    older = code_of(RITA)
    actions.ask_code(secret)
    assert code_of(RITA) != older
    with pytest.raises(Invalid):
        actions.decide_by_token(secret, "approved", code=older)


def test_guessing_codes_ends_the_code_then_the_link(cast: Cast) -> None:
    approval, secret = _costly(cast)
    wrong = 0
    while wrong < MISSES_MOST:
        actions.ask_code(secret)
        good = code_of(RITA)
        guess = "00000000" if good != "0000 0000" else "11111111"
        for _try in range(5):
            with pytest.raises((Invalid, Conflict)):
                actions.decide_by_token(secret, "approved", code=guess)
            wrong += 1
        with pytest.raises((Invalid, Conflict)):  # the right one is worn out too
            actions.decide_by_token(secret, "approved", code=good)
    with pytest.raises(Conflict):
        actions.ask_code(secret)
    approval.refresh_from_db()
    assert approval.state == "waiting"
    assert "link_locked" in steps(approval)
    actions.decide(cast.actor("rita"), ask_of(approval, cast, "rita").pk, "approved")


def test_codes_are_not_sent_without_end(cast: Cast) -> None:
    _approval, secret = _costly(cast)
    with clock.at(clock.now().replace(minute=5)):
        for _code in range(5):
            actions.ask_code(secret)
        with pytest.raises(TooMany):
            actions.ask_code(secret)
    assert OutgoingMail.objects.filter(to_address=RITA).count() == 6


def _costly_again(cast: Cast) -> tuple[Approval, str]:
    approval = begin(cast, rule(named(cast, "rita", code_above="1"), name="Outra"), amount=9)
    return approval, link(approval, cast, "rita")


def _own_tables() -> list[str]:
    return [
        name for name in connection.introspection.table_names() if name.startswith("approvals_")
    ]
