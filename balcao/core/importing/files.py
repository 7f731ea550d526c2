from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a file has come: looked through, waiting for a word, being written, ended."""

    CHECKING = "checking", _("Being looked through")
    CHECKED = "checked", _("Waiting for your word")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    DISCARDED = "discarded", _("Discarded")


class ImportedFile(models.Model):
    """What each room keeps of a file: how far it is, and what became of its lines.

    `added`, `changed`, `same` and `refused` count lines: while it is looked through what would
    happen, once it is being imported what did. `last_line` is the last one dealt with.
    """

    file_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    columns = models.JSONField()
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    last_line = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
