"""Subscribers are mailed at opening, at each update and at the end, as far as they are told of it."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import Mock

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.core.errors import Invalid, NotFound, TooMany
from balcao.register.access import audiences
from balcao.service.delivery import outbound
from balcao.service.delivery.models import OutgoingMail
from balcao.service.problems.tests.causing import problem
from balcao.service.status import actions, mailing, queries, subscription
from balcao.service.status.models import Dispatch, Incident, Subscriber
from tests.cast import Cast

from .conftest import NOW
from .failing import component, incident

STRANGER = "vizinha@exemplo.example"
NIGHT = NOW.replace(hour=5)


def mailed() -> list[str]:
    """Whoever was mailed since the last look."""
    found = sorted(OutgoingMail.objects.values_list("to_address", flat=True))
    OutgoingMail.objects.all().delete()
    return found


def told(one: Incident, state: str = "identified") -> list[str]:
    """Whoever is mailed of one more update."""
    actions.update_incident(SYSTEM, one.pk, state, {"pt-br": "H\u00e1 not\u00edcia."})
    mailing.walk_all()
    return mailed()


def test_a_stranger_is_kept_and_told_once_their_mailbox_said_yes(cast: Cast) -> None:
    actions.ask(f" {STRANGER.upper()}", "en", "10.0.0.1")
    assert mailed() == [STRANGER]
    assert not Subscriber.objects.exists()
    token = subscription.asked(STRANGER, "en")
    with clock.at(NOW + timedelta(days=1)):
        for _twice in range(2):
            actions.confirm(token)
    assert Subscriber.objects.count() == 1
    site = component(cast)
    with clock.at(NIGHT):
        made = incident(cast, site, words="Linha *um*.")
        mailing.walk_all()
    mail = OutgoingMail.objects.get()
    assert "Fora do ar" in mail.subject
    assert f"/status/{made.pk}/" in mail.body
    assert mail.unsubscribe in mail.body
    assert mailed() == [STRANGER]
    assert told(made) == told(made, "resolved") == [STRANGER]
    out = mail.unsubscribe.rstrip("/").rpartition("/")[2]
    actions.choose(out, is_wanted=False)
    assert told(made) == []
    actions.choose(out, is_wanted=True)
    assert told(made) == [STRANGER]


def test_each_is_told_what_they_may_read_at_the_address_of_their_side(cast: Cast) -> None:
    actions.confirm(subscription.asked(STRANGER, "pt-br"))
    actions.confirm(subscription.asked("joao@cliente.example", "pt-br"))
    for name, side in (("ana", "internal"), ("carlos", "internal"), ("joao", "external")):
        actions.subscribe(cast.actor(name), side)
    with pytest.raises(NotFound):
        actions.subscribe(cast.actor("joao"), "internal")
    site, ana = component(cast), "ana@boapraca.example"
    carlos, joao = "carlos@entregas.example", "joao@cliente.example"
    found = {
        words: told(incident(cast, site, audience=words))
        for words in (("public",), ("customer",), ("employee",), ("contractor", "customer"))
    }
    assert found == {
        ("public",): [ana, carlos, joao, STRANGER],
        ("customer",): [joao],
        ("employee",): [ana],
        ("contractor", "customer"): [carlos, joao],
    }
    actions.unsubscribe(cast.actor("ana"), "internal")
    assert told(incident(cast, site, audience=("employee",))) == []


def test_a_batch_that_was_cut_off_mails_nobody_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [f"v{number}@exemplo.example" for number in range(5)]
    for one in many:
        actions.confirm(subscription.asked(one, "pt-br"))
    monkeypatch.setattr(mailing, "AT_A_TIME", 2)
    made = incident(cast, component(cast))
    assert mailing.walk_once() == 2
    with monkeypatch.context() as killed:
        killed.setattr(Dispatch, "save", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            mailing.walk_once()
    assert (mailing.walk_all(), mailing.walk_all()) == (3, 0)
    assert mailed() == many
    actions.update_incident(SYSTEM, made.pk, "identified", {"pt-br": "Um"})
    actions.update_incident(SYSTEM, made.pk, "resolved", {"pt-br": "Dois"})
    assert mailing.walk_all() == 5
    assert all("Dois" in body for body in OutgoingMail.objects.values_list("body", flat=True))
    with outbound.silence():
        incident(cast, component(cast))
    assert not Dispatch.objects.filter(ended_at=None).exists()


def test_what_is_no_address_or_asked_for_too_often_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.ask("vizinha", "en", "10.0.0.1")
    for _often in range(3):
        actions.ask(STRANGER, "en", "10.0.0.1")
    with pytest.raises(TooMany):
        actions.ask(STRANGER, "en", "10.0.0.2")
    for token in ("nada", subscription.out(None, STRANGER)):
        with pytest.raises(NotFound):
            actions.confirm(token)


def test_a_problem_and_its_incidents_lead_to_each_other_for_who_reads_both(cast: Cast) -> None:
    behind, hidden = problem(cast), problem(cast, team="rh")
    rita, paulo = cast.actor("rita"), cast.actor("paulo")
    made = incident(cast, component(cast))
    actions.change_incident(rita, made.pk, {"problem_id": behind.pk})
    found = queries.problem_behind(paulo, made.pk)
    assert found is not None
    assert found["id"] == behind.pk
    assert queries.problem_behind(cast.actor("joao"), made.pk) is None
    assert [one["id"] for one in queries.of_problem(paulo, behind.pk)] == [made.pk]
    with pytest.raises(Invalid):
        actions.change_incident(rita, made.pk, {"problem_id": hidden.pk})
    actions.change_incident(SYSTEM, made.pk, {"problem_id": hidden.pk})
    assert queries.problem_behind(rita, made.pk) is None
    assert queries.of_problem(rita, hidden.pk) == []
    actions.change_incident(rita, made.pk, {"titles": {"pt-br": "Outro"}})
    assert Incident.objects.get().problem_id == hidden.pk
    assert audiences.is_in(cast.actor("joao"), made.audience)
