from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Linked(models.Model):
    """A customer's ticket and what was asked of another area because of it.

    `waits` says whether the customer can't be helped before that; `team` is who asked.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    inner = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    waits = models.BooleanField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(ticket=F("inner")), name="nothing_waits_for_itself")
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="linked_by_ticket")]


class Wait(models.Model):
    """From when to when a customer waited for this team; without an end they still do.

    The ledger holds instants alone: hours are counted from them when they are read.
    """

    linked = models.ForeignKey(Linked, on_delete=models.CASCADE, related_name="ledger")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["linked"], condition=Q(to_at=None), name="one_open_wait_a_request"
            ),
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gte=F("from_at")),
                name="a_wait_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["linked", "from_at"], name="wait_by_request"),
            models.Index(fields=["from_at"], name="wait_by_begin"),
        ]
