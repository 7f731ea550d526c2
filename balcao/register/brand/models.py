from __future__ import annotations

from django.db import models

from .rules import COLOUR_LENGTH


class Brand(models.Model):
    """How the company looks to its clients: one row at most."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    colour = models.CharField(max_length=COLOUR_LENGTH, blank=True)
    logo = models.BinaryField(null=True)
    logo_type = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="brand_is_one"),
            models.CheckConstraint(
                condition=models.Q(logo__isnull=True, logo_type="")
                | (models.Q(logo__isnull=False) & ~models.Q(logo_type="")),
                name="brand_logo_has_its_type",
            ),
        ]
