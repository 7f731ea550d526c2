from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from balcao.register.access.audiences import audience_field

from . import rules


class Component(models.Model):
    """Something that people notice when it fails, by language; kept by a team, shown to an audience."""

    names = models.JSONField()
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    audience = audience_field()
    position = models.PositiveIntegerField(default=0)
    is_retired = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["audience"], name="component_by_audience")]


class Incident(models.Model):
    """Something fails, from an instant until another; its last update says where it stands."""

    titles = models.JSONField()
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    audience = audience_field()
    impact = models.CharField(max_length=6, choices=rules.IMPACTS)
    state = models.CharField(max_length=13, choices=rules.STATES)
    components = models.ManyToManyField(Component, related_name="incidents")
    problem = models.ForeignKey(
        "problems.Problem", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False)
                | (~Q(state="resolved") & Q(resolved_at=None)),
                name="resolved_incidents_say_when",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(resolved_at__gte=F("started_at")),
                name="incidents_end_after_they_begin",
            ),
        ]
        indexes = [
            GinIndex(fields=["audience"], name="incident_by_audience"),
            models.Index(fields=["-started_at", "-id"], name="incident_by_start"),
            models.Index(
                fields=["started_at"], condition=Q(resolved_at=None), name="incident_open"
            ),
        ]


class Update(models.Model):
    """What is told of an incident at an instant, by language, and where it stood then."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="updates")
    state = models.CharField(max_length=13, choices=rules.STATES)
    words = models.JSONField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["incident", "-id"], name="update_by_incident")]


class Edition(models.Model):
    """How often anything of the status has changed: what marks of its pages are made of."""

    number = models.PositiveBigIntegerField(default=0)
