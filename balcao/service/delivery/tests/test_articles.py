"""Who looks after an article is mailed before it goes stale; nobody's goes to the supervisors, once."""

from __future__ import annotations

from datetime import timedelta

from balcao.core import clock
from balcao.service.delivery.models import OutgoingMail
from balcao.service.knowledge import actions
from balcao.service.knowledge.tests.writing import published
from tests.cast import Cast


def told() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("id").values_list("to_address", "subject"))


def test_the_owner_is_told_once_before_an_article_goes_stale(cast: Cast) -> None:
    rita, marina = cast.actor("rita"), cast.people["marina"].pk
    made = published(cast, review_on=clock.today() + timedelta(days=30))
    actions.settle(rita, made.pk, {"owner_id": marina})
    assert actions.warn_due() == 0
    with clock.at(clock.now() + timedelta(days=20)):
        assert actions.warn_due() == 1
        assert actions.warn_due() == 0
        ((address, subject),) = told()
        assert address == "marina@boapraca.example"
        assert "Garantia do sofá" in subject
        actions.review(rita, made.pk, clock.today() + timedelta(days=5))
        assert actions.warn_due() == 1


def test_without_an_owner_the_supervisors_are_told(cast: Cast) -> None:
    made = published(cast)
    actions.settle(cast.actor("rita"), made.pk, {"owner_id": None})
    assert actions.warn_due() == 1
    assert [address for address, _subject in told()] == ["rita@boapraca.example"]
