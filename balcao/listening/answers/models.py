from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The way by which somebody came to the page."""

    MAIL = "mail", _("By the link of the mail")
    PORTAL = "portal", _("By the portal")


class Outcome(models.TextChoices):
    """What became of the sealed answers of a wave once it had closed."""

    PENDING = "", _("Not opened yet")
    KEPT = "kept", _("Opened and kept, without names")
    TOO_FEW = "too_few", _("Destroyed unread: fewer than the minimum group answered")
    LOST = "lost", _("Destroyed unread: their key was gone")


class Answer(models.Model):
    """What somebody answered under their name, once an invitation; `values` by id of question."""

    invited = models.OneToOneField("asking.Invited", on_delete=models.CASCADE, related_name="+")
    wave = models.ForeignKey("asking.Wave", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+")
    values = models.JSONField()
    answered_at = models.DateTimeField()
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        indexes = [models.Index(fields=["survey", "answered_at"], name="answer_by_day")]


class Key(models.Model):
    """The public half of a wave's key; the other half is a file, until `outcome` is written."""

    wave = models.OneToOneField("asking.Wave", on_delete=models.CASCADE, related_name="+")
    public = models.BinaryField(max_length=32)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default="", blank=True)


class Sealed(models.Model):
    """An anonymous answer while its wave is open: nobody can read it, all are of one size."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    wave = models.ForeignKey("asking.Wave", on_delete=models.CASCADE, related_name="+")
    box = models.BinaryField()


class Ballot(models.Model):
    """An anonymous answer of a closed wave, without its own words; `values` by id of question.

    `attributes` are the groups that at least the wave's k answers share, all of them together.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    wave = models.ForeignKey("asking.Wave", on_delete=models.CASCADE, related_name="+")
    values = models.JSONField()
    attributes = models.JSONField()


class Comment(models.Model):
    """What somebody wrote in an anonymous wave, apart from what else they answered there."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    wave = models.ForeignKey("asking.Wave", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("surveys.Question", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    attributes = models.JSONField()
    may_quote = models.BooleanField()
