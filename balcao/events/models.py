from __future__ import annotations

from django.db import models


class Event(models.Model):
    """A fact: field names and enumerated values only, so that history survives erasure."""

    at = models.DateTimeField()
    name = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    actor_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="event_by_subject"),
            models.Index(fields=["name", "id"], name="event_by_name"),
            models.Index(fields=["actor_id", "id"], name="event_by_actor"),
        ]
