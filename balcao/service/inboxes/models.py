from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who may write to an inbox."""

    EXTERNAL = "external", _("Customers")
    INTERNAL = "internal", _("Internal clients")


class Inbox(models.Model):
    """An address through which tickets come in to a team."""

    address = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.address
