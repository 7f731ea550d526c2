from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import rules


class Item(models.Model):
    """A question of the company's own library; other words under the same key are a new version."""

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=[(str(kind), kind.name) for kind in rules.Kind])
    words = models.JSONField()
    help = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_item_a_version")
        ]


class Survey(models.Model):
    """What is asked of whom, and under which promise; `revision` grows with each change.

    The minimum groups and the anonymity are guarded by a trigger of the first migration too.
    """

    name = models.CharField(max_length=120)
    purpose = models.CharField(
        max_length=16, choices=[(str(one), one.name) for one in rules.Purpose]
    )
    side = models.CharField(max_length=8, choices=[(str(side), side.name) for side in rules.Side])
    is_anonymous = models.BooleanField(default=False)
    k = models.PositiveIntegerField(default=rules.K_LEAST)
    comments_k = models.PositiveIntegerField(default=rules.COMMENTS_K_LEAST)
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    intro = models.JSONField(default=dict)
    thanks = models.JSONField(default=dict)
    state = models.CharField(
        max_length=6, choices=[(str(state), state.name) for state in rules.State], default="draft"
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(k__gte=rules.K_LEAST), name="k_from_five"),
            models.CheckConstraint(
                condition=Q(comments_k__gte=rules.COMMENTS_K_LEAST), name="comments_k_from_eight"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in rules.State]),
                name="survey_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", launched_at=None)
                | (~Q(state="draft") & Q(launched_at__isnull=False)),
                name="launched_when_no_draft",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="closed_when_closed",
            ),
        ]
        indexes = [models.Index(fields=["team"], name="survey_by_team")]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """A survey as it is sent: frozen once published; the one without a date is being written."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField(null=True)
    content = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_version_a_number"),
            models.UniqueConstraint(
                fields=["survey"], condition=Q(published_at=None), name="one_draft_version"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, content=None)
                | Q(published_at__isnull=False, content__isnull=False),
                name="published_is_frozen",
            ),
        ]


class Question(models.Model):
    """A question of a survey: once published, other words, kind or options are another row.

    `key` is what conditions and forms call it, kept by the row that `replaces` it; results are
    counted by row and never mix the two.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=60)
    version_from = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(str(kind), kind.name) for kind in rules.Kind])
    words = models.JSONField()
    help = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    is_required = models.BooleanField(default=False)
    shown_if = models.JSONField(null=True)
    page = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    item_key = models.CharField(max_length=60, blank=True)
    item_version = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "key"],
                condition=Q(retired_at=None),
                name="one_question_a_key",
            )
        ]
        indexes = [models.Index(fields=["survey", "page", "position"], name="question_by_place")]
