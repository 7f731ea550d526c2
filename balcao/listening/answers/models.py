from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """The way by which somebody came to the page."""

    MAIL = "mail", _("By the link of the mail")
    PORTAL = "portal", _("By the portal")
    LINK = "link", _("By a link open to all")
    QR = "qr", _("By a code on paper")
    KIOSK = "kiosk", _("By the tablet on the counter")


class Outcome(models.TextChoices):
    """What became of the sealed answers of a wave once it had closed."""

    PENDING = "", _("Not opened yet")
    KEPT = "kept", _("Opened and kept, without names")
    TOO_FEW = "too_few", _("Destroyed unread: fewer than the minimum group answered")
    LOST = "lost", _("Destroyed unread: their key was gone")


class Answer(models.Model):
    """What somebody answered, once an invitation or once a form of a link; `values` by id of question.

    By an invitation it is under their name. By a link nobody knows whose it is, and it counts in
    no rate: nobody was asked. `form_digest` is of the form that was sent, which counts once.
    """

    invited = models.OneToOneField(
        "asking.Invited", null=True, on_delete=models.CASCADE, related_name="+"
    )
    link = models.ForeignKey("asking.Link", null=True, on_delete=models.PROTECT, related_name="+")
    form_digest = models.CharField(max_length=64, null=True, unique=True)
    wave = models.ForeignKey("asking.Wave", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+")
    values = models.JSONField()
    answered_at = models.DateTimeField()
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(invited__isnull=False, link=None, form_digest=None)
                | Q(invited=None, link__isnull=False, form_digest__isnull=False),
                name="by_invitation_or_by_link",
            ),
            models.CheckConstraint(
                condition=Q(link=None, channel__in=["mail", "portal"])
                | Q(link__isnull=False, channel__in=["link", "qr", "kiosk"]),
                name="the_way_fits_who_was_asked",
            ),
        ]
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
