from __future__ import annotations

from django.db import models
from django.db.models import Q

from balcao.register.access.audiences import audience_field

from .rules import STATE_LABELS


class Template(models.Model):
    """A sort of bundle: who may ask for it, who asks the departments, and under which names.

    `owner` is the requester of every task's ticket, so that who asked reads one line and no more.
    """

    names = models.JSONField()
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    inbox = models.ForeignKey("inboxes.Inbox", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    audience = audience_field()
    is_live = models.BooleanField(default=False)


class Version(models.Model):
    """What a template asks and makes, as it stood when bundles were started from it."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="one_bundle_version")
        ]


class Bundle(models.Model):
    """What somebody asked for, in one ticket of theirs; what they filled in, also as departments read it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    ticket = models.OneToOneField("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    values = models.JSONField()
    told = models.TextField(blank=True)
    key_date = models.DateField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Task(models.Model):
    """One task of a bundle; it has a ticket from the moment in which it may be done."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=STATE_LABELS)
    due_on = models.DateField(null=True)
    ticket = models.OneToOneField(
        "tickets.Ticket", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bundle", "key"], name="one_task_a_key"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "open", "done", "skipped"]),
                name="task_state_known",
            ),
        ]
        indexes = [models.Index(fields=["bundle", "position"], name="task_of_bundle")]
