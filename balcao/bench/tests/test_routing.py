"""The routing bench measures real decisions and leaves nothing behind."""

from __future__ import annotations

import pytest

from balcao.bench import routing
from balcao.register.people.models import Person
from balcao.service.tickets.models import Ticket


@pytest.mark.django_db
def test_each_decision_gives_one_ticket_and_all_is_taken_back() -> None:
    took = routing.measure(agents=12, waiting=30, decisions=5)
    assert len(took) == 5
    assert all(each > 0 for each in took)
    assert not Ticket.objects.exists()
    assert not Person.objects.exists()
