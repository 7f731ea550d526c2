from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from balcao.register.access.audiences import audience_field
from balcao.register.people.models import Side

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


class Subscriber(models.Model):
    """Somebody who is mailed what is told of incidents: a person as one side of the counter, or an
    address alone that was confirmed from its mailbox, which is told what everybody is."""

    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.CASCADE, related_name="+"
    )
    side = models.CharField(max_length=8, choices=Side.choices, blank=True)
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8, blank=True)
    since_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "side"], name="subscribed_once_a_side"),
            models.UniqueConstraint(
                fields=["address"], condition=~Q(address=""), name="subscribed_once_an_address"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="", side__in=["internal", "external"])
                | (Q(person=None, side="") & ~Q(address="")),
                name="a_subscriber_is_a_person_or_an_address",
            ),
        ]


class Dispatch(models.Model):
    """The mails of one update, walked through its subscribers by rising id: `after_id` is how far it
    came."""

    update = models.OneToOneField(Update, on_delete=models.CASCADE, related_name="dispatch")
    after_id = models.BigIntegerField(default=0)
    mailed = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(ended_at=None), name="dispatch_to_be_walked")
        ]


class Edition(models.Model):
    """How often anything of the status has changed: what marks of its pages are made of."""

    number = models.PositiveBigIntegerField(default=0)
