from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from . import calling, rules


class Wait(models.Model):
    """A client's wait for a word of a team, from `from_at` in this team until `ended_at`.

    `since_at` is when the client began to wait, in whatever team that was.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    since_at = models.DateTimeField()
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(
        max_length=8, blank=True, choices=[(str(end), end.name) for end in rules.End]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="one_open_wait_a_ticket"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="")
                | Q(ended_at__gte=F("from_at"), ended_by__in=[str(end) for end in rules.End]),
                name="an_ended_wait_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-ended_at"], name="wait_by_end"),
            models.Index(fields=["team", "from_at"], name="wait_by_start"),
            models.Index(fields=["team", "from_at"], condition=Q(ended_at=None), name="wait_open"),
        ]


class Callback(models.Model):
    """A promise to call somebody back between two instants; one open a ticket."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    phone = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(
        max_length=9, blank=True, choices=[(str(one), one.name) for one in calling.Outcome]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="one_open_callback_a_ticket"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="")
                | Q(ended_at__isnull=False, outcome__in=[str(one) for one in calling.Outcome]),
                name="an_ended_callback_says_how",
            ),
            models.CheckConstraint(
                condition=Q(to_at__gt=F("from_at")), name="a_callback_takes_time"
            ),
        ]
        indexes = [models.Index(fields=["ticket", "-id"], name="callback_by_ticket")]


class Attempt(models.Model):
    """Somebody called: whether they spoke, and what there is to say about it."""

    callback = models.ForeignKey(Callback, on_delete=models.CASCADE, related_name="attempts")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    is_reached = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)


class Pace(models.Model):
    """How fast a team's queue moves now: what its intervals were worked out from, and they.

    Times are of the opening hours. `reached` is how far the queue has come, from the lowest
    priority on. `lines` holds by priority how many went before
    (`arrivals`) and `turns`: rows of departures until the turn, low and high in seconds, empty
    where nothing can be said.
    """

    team = models.OneToOneField("teams.Team", on_delete=models.CASCADE, related_name="+")
    computed_at = models.DateTimeField()
    departures = models.PositiveIntegerField()
    exposure_seconds = models.FloatField()
    reached = ArrayField(models.DateTimeField(null=True), default=list)
    agents_now = models.PositiveIntegerField()
    scale = models.FloatField()
    level_low = models.FloatField()
    level_high = models.FloatField()
    outcomes = models.PositiveIntegerField()
    lines = models.JSONField(default=dict)


class Estimate(models.Model):
    """What was told of a wait as it began, shown or not, and what became of it.

    `turn` counts the departures until it: the place without those who were passed over. Without bounds there was too little to say. `rank` is how much of the law lay before the
    outcome. A wait that no reply ended has no outcome.
    """

    wait = models.OneToOneField(Wait, on_delete=models.CASCADE, related_name="estimate")
    place = models.PositiveIntegerField()
    turn = models.PositiveIntegerField()
    departures = models.PositiveIntegerField()
    arrivals = models.FloatField()
    exposure_seconds = models.FloatField()
    low_seconds = models.FloatField(null=True)
    high_seconds = models.FloatField(null=True)
    is_closed = models.BooleanField(default=False)
    waited_seconds = models.FloatField(null=True)
    rank = models.FloatField(null=True)
    is_covered = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low_seconds=None, high_seconds=None)
                | Q(low_seconds__gte=0, high_seconds__gte=F("low_seconds")),
                name="an_estimate_has_both_bounds",
            ),
            models.CheckConstraint(
                condition=Q(is_covered=None, waited_seconds=None, rank=None)
                | Q(
                    is_closed=True,
                    is_covered__isnull=False,
                    waited_seconds__gte=0,
                    rank__range=(0, 1),
                ),
                name="an_outcome_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["wait"], condition=Q(is_closed=False), name="estimate_open")
        ]
