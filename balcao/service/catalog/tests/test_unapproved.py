"""What becomes of a request that waits for an approval and gets none."""

from __future__ import annotations

from typing import Any

import pytest

from balcao.core.actor import SYSTEM, Hat
from balcao.service.approvals import actions as approvals
from balcao.service.approvals.models import Approval, Ask
from balcao.service.catalog import actions
from balcao.service.delivery.models import OutgoingMail
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from tests.cast import Cast

from .offering import offer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("how", ["refused", "expired", "withdrawn"])
def test_a_request_that_nobody_approved_ends_with_the_reason_until_its_requester_answers(
    cast: Cast, how: str
) -> None:
    stages: list[dict[str, Any]] = [
        {"name": "Any", "who": {"kind": "people", "people": [cast.people["rita"].pk]}}
    ]
    item = offer(cast, rule_id=approvals.keep_rule(SYSTEM, "Dear things", stages).pk)
    ana = cast.actor("ana").wearing(Hat.INTERNAL)
    ticket = actions.ask(ana, item.pk, {"what": "mouse"})
    approval = Approval.objects.get(ticket=ticket)
    if how == "refused":
        ask = Ask.objects.get(stage__approval=approval)
        approvals.decide(cast.actor("rita"), ask.pk, "refused", "There are some in the store.")
    elif how == "expired":
        approvals.fire_due(SYSTEM, approval.stages.get().due_at)
    else:
        approvals.withdraw(ana, approval.pk)
    ticket.refresh_from_db()
    said = ticket.messages.filter(kind="outgoing").values_list("body", flat=True)
    assert ticket.status == "resolved"
    assert len(said) == (how != "withdrawn")
    assert ("There are some in the store." in "".join(said)) == (how == "refused")
    mailed = OutgoingMail.objects.filter(to_address="ana@boapraca.example", purpose="notice")
    assert not mailed.exists()
    tickets.receive(SYSTEM, ticket.pk, cast.handle("ana"), Said("Which store?"))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopened_count) == ("open", 1)
