from __future__ import annotations

from django.db import models
from django.db.models import Q


class Calendar(models.Model):
    """A business calendar as it is written; `rules.read` makes arithmetic of its definition.

    What its openings came to when they were last looked at is kept in `seen_*`; `moved_at` is when
    a newer library, of holidays or of clocks, was found to have moved them. One is the default. One with an organization is that branch's own. The version grows
    with each change, so that whoever keeps a compiled calendar knows when it is old.
    """

    name = models.CharField(max_length=80, unique=True)
    definition = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    is_default = models.BooleanField(default=False)
    organization = models.OneToOneField(
        "people.Organization", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    seen_from = models.DateField(null=True)
    seen_version = models.PositiveIntegerField(default=0)
    seen_digest = models.CharField(max_length=64, blank=True, default="")
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_calendar"
            )
        ]

    def __str__(self) -> str:
        return self.name
