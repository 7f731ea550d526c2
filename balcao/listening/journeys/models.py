from __future__ import annotations

from django.db import models
from django.db.models import Q

from balcao.listening.surveys.rules import Side


class Journey(models.Model):
    """What a client goes through with us, stage by stage; `revision` grows with each change.

    `shipped` is the key of the one it began as, so that each is taken once.
    """

    names = models.JSONField()
    side = models.CharField(max_length=8, choices=[(str(side), side.name) for side in Side])
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    shipped = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=[str(side) for side in Side]), name="journey_side_known"
            ),
            models.UniqueConstraint(
                fields=["shipped"], condition=~Q(shipped=""), name="one_journey_a_shipped_one"
            ),
        ]


class Stage(models.Model):
    """One stage, with what the client does there and where they meet us, a touchpoint a line."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveIntegerField()
    names = models.JSONField()
    does = models.JSONField(default=dict)
    touchpoints = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "position"],
                name="one_stage_a_place",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]


class Link(models.Model):
    """A question that tells how a stage goes: the one that its survey asks now under this key.

    `part` is a line of a matrix; `cut` and `value` keep to one group of those who answered.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="links")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60)
    part = models.CharField(max_length=40, blank=True)
    cut = models.CharField(max_length=16, blank=True)
    value = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "survey", "key", "part", "cut", "value"],
                name="linked_once_a_stage",
            ),
            models.CheckConstraint(
                condition=Q(cut="", value="") | (~Q(cut="") & ~Q(value="")),
                name="a_cut_names_its_group",
            ),
        ]
        indexes = [models.Index(fields=["survey"], name="stage_by_survey")]
