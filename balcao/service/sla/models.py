from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balcao.register.people.models import RelationshipKind, Side
from balcao.service.tickets.rules import KIND_LABELS, PRIORITY_LABELS

from . import rules

# Said in full: a check that comes out as neither true nor false would let a clock without any pass.
_ONE_TARGET = Q(target_seconds__isnull=False, target_seconds__gt=0, target_days=None) | Q(
    target_seconds=None, target_days__isnull=False, target_days__gt=0
)


class Policy(models.Model):
    """A promise: what, to whom, within how much time of which calendar. A null condition holds.

    The target is a length of open time, or a number of business days.
    """

    name = models.CharField(max_length=120)
    promise = models.CharField(max_length=12, choices=rules.PROMISE_LABELS)
    side = models.CharField(max_length=8, choices=Side.choices)
    agreement = models.CharField(max_length=3, choices=rules.AGREEMENT_LABELS)
    kind = models.CharField(max_length=12, choices=KIND_LABELS, null=True)
    priority = models.PositiveSmallIntegerField(choices=PRIORITY_LABELS, null=True)
    relationship = models.CharField(max_length=12, choices=RelationshipKind.choices, null=True)
    organization = models.ForeignKey(
        "people.Organization", null=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    target_seconds = models.PositiveIntegerField(null=True)
    target_days = models.PositiveSmallIntegerField(null=True)
    calendar = models.ForeignKey("calendars.Calendar", on_delete=models.PROTECT, related_name="+")
    pauses_on = ArrayField(models.CharField(max_length=10), default=list)
    alert_calendar = models.ForeignKey(
        "calendars.Calendar", null=True, on_delete=models.PROTECT, related_name="+"
    )
    alerts_always = models.BooleanField(default=False)
    manager = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_public = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ONE_TARGET, name="a_promise_takes_time"),
            models.UniqueConstraint(fields=["name"], name="one_promise_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Clock(models.Model):
    """One promise on one ticket, counting. The due date follows from start, target and pauses.

    `step` is the last percent told, `next_at` the instant of the next. `why` holds codes and ids.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="clocks")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="clocks")
    promise = models.CharField(max_length=12, choices=rules.PROMISE_LABELS)
    target_seconds = models.PositiveIntegerField(null=True)
    target_days = models.PositiveSmallIntegerField(null=True)
    calendar = models.ForeignKey("calendars.Calendar", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=9, choices=rules.STATE_LABELS)
    step = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    why = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "promise"],
                condition=Q(ended_at=None),
                name="one_open_clock_a_promise",
            ),
            models.CheckConstraint(condition=_ONE_TARGET, name="a_clock_has_one_target"),
            models.CheckConstraint(
                condition=Q(ended_at=None, state__in=["running", "paused"])
                | Q(ended_at__isnull=False, next_at=None, state__in=["met", "missed", "cancelled"]),
                name="an_ended_clock_stands",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(breached_at__isnull=False) | Q(state="met"),
                name="decided_is_met_or_breached",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "id"], name="clock_by_ticket"),
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="clock_by_next"
            ),
            models.Index(
                fields=["policy", "decided_at"],
                condition=Q(decided_at__isnull=False),
                name="clock_by_decided",
            ),
            models.Index(
                fields=["promise", "id"],
                condition=Q(ended_at=None, breached_at=None),
                name="clock_undecided",
            ),
        ]


class Pause(models.Model):
    """A time in which a promise does not count, and why; the end may lie ahead, or be unknown."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    cause = models.CharField(
        max_length=9,
        choices=[
            (rules.Cause.STATUS, _("Status")),
            (rules.Cause.AGREEMENT, _("Agreement")),
            (rules.Cause.APPROVAL, _("Approval")),
        ],
    )
    reason = models.TextField()
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_pause_says_why"),
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gte=models.F("from_at")),
                name="a_pause_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["clock", "cause"],
                condition=Q(to_at=None),
                name="one_open_pause_a_cause",
            ),
        ]


class Alert(models.Model):
    """A step of the ladder that was reached: when, when that was noticed, and when it was told."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="alerts")
    percent = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    fired_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    tell_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "percent"], name="one_alert_a_step")
        ]
        indexes = [
            models.Index(
                fields=["tell_at"],
                condition=Q(tell_at__isnull=False, told_at=None),
                name="alert_untold",
            )
        ]


class Recalculation(models.Model):
    """Open clocks looked at again after a policy or a calendar changed, and how far that is.

    Or, where it `begins`, tickets that were open already brought under a policy: `changed` counts
    the clocks begun, and `late` those of them whose time had passed before.
    """

    policy = models.ForeignKey(Policy, null=True, on_delete=models.CASCADE, related_name="+")
    calendar = models.ForeignKey(
        "calendars.Calendar", null=True, on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    begins = models.BooleanField(default=False)
    changed = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
