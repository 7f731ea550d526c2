from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from balcao.register.access.audiences import audience_field

from . import rules


class Change(models.Model):
    """Something is done to what the company works with, in a window, with a plan and a way back.

    `answers` are those to `rules.QUESTIONS`; both levels and the risk follow from them once all are
    given. `services` are what it touches, as written; `touches` the same as they are compared.
    `rule` is the approval it is decided by; without one a supervisor of its team decides. `audience`
    is told of the window on the status page, in the words of `notice`; nobody when empty.
    """

    title = models.CharField(max_length=rules.TITLE_MOST)
    folded_title = models.TextField(blank=True)
    kind = models.CharField(
        max_length=9, choices=rules.KIND_LABELS, default=rules.Kind.NORMAL.value
    )
    state = models.CharField(
        max_length=9, choices=rules.STATE_LABELS, default=rules.State.DRAFT.value
    )
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answers = models.JSONField(default=dict)
    likelihood = models.PositiveSmallIntegerField(null=True)
    impact = models.PositiveSmallIntegerField(null=True)
    risk = models.PositiveSmallIntegerField(null=True)
    plan = models.TextField(blank=True)
    back_out = models.TextField(blank=True)
    urgent_why = models.TextField(blank=True)
    services = ArrayField(models.TextField(), default=list)
    touches = ArrayField(models.TextField(), default=list)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    rule = models.ForeignKey(
        "approvals.Rule", null=True, on_delete=models.PROTECT, related_name="+"
    )
    problem = models.ForeignKey(
        "problems.Problem", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    audience = audience_field()
    notice = models.JSONField(default=dict)
    decided_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision_why = models.TextField(blank=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=rules.OUTCOME_LABELS, blank=True)
    review = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="a_window_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind="standard") | Q(risk=1) | Q(state__in=["draft", "cancelled"]),
                name="a_standard_change_is_harmless",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"])
                | Q(risk__isnull=False, starts_at__isnull=False),
                name="a_change_asked_for_is_weighed",
            ),
            models.CheckConstraint(
                condition=~Q(state="reviewed") | (~Q(outcome="") & Q(reviewed_at__isnull=False)),
                name="a_look_back_says_how_it_went",
            ),
        ]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="change_by_change"),
            models.Index(fields=["starts_at"], name="change_by_window"),
            GinIndex(fields=["touches"], name="change_by_service"),
            GinIndex(fields=["audience"], name="change_by_audience"),
        ]


class Touched(models.Model):
    """An asset that a change is done to."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="assets")
    asset = models.ForeignKey("assets.Asset", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "change"], name="touched_once_a_change")
        ]


class Concern(models.Model):
    """A ticket that brought a change about, or that it brought."""

    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="tickets")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "change"], name="one_concern_a_ticket")
        ]
