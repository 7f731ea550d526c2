from __future__ import annotations

from django.db import models


class Team(models.Model):
    """People who handle tickets together. A confidential team's tickets exist for members only."""

    name = models.CharField(max_length=80, unique=True)
    public_name = models.CharField(max_length=80)
    signature = models.TextField(blank=True)
    is_confidential = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
