from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    SMTP = "smtp", _("Received by SMTP")
    INGEST = "ingest", _("Given on the command line")


class RawState(models.TextChoices):
    PENDING = "pending", _("Not settled yet")
    SETTLED = "settled", _("Settled")
    QUARANTINED = "quarantined", _("In quarantine")
    DISCARDED = "discarded", _("Discarded")


class Outcome(models.TextChoices):
    """What became of a mail, as `ingest` tells it."""

    OPENED = "opened", _("Opened a ticket")
    JOINED = "joined", _("Joined a ticket")
    DUPLICATE = "duplicate", _("Was here already")
    QUARANTINED = "quarantined", _("Kept in quarantine")
    BOUNCE = "bounce", _("Delivery report")
    AUTOMATIC = "automatic", _("Automatic mail")


class RawMail(models.Model):
    """A mail as it came, byte for byte, and what became of it and why.

    `steps` are the reasons of every decision, in order; `inbox_ids` the inboxes it was meant for.
    Of a pending mail, `attempts` counts the tries and `next_attempt_at` says when the next may be.
    A released mail skips the checks that held it; a mail with `told_inbox` was given for it alone.
    """

    received_at = models.DateTimeField()
    source = models.CharField(max_length=8, choices=Source.choices)
    is_archive = models.BooleanField(default=False)
    is_released = models.BooleanField(default=False)
    told_inbox = models.ForeignKey(
        "inboxes.Inbox", null=True, on_delete=models.PROTECT, related_name="+"
    )
    envelope_from = models.TextField(blank=True)
    envelope_to = ArrayField(models.TextField(), default=list)
    data = models.BinaryField()
    size = models.PositiveBigIntegerField()
    message_id_header = models.TextField(blank=True)
    from_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    sender = models.ForeignKey(
        "people.Handle", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    message = models.ForeignKey(
        "tickets.Message", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    inbox_ids = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=12, choices=RawState.choices, default=RawState.PENDING)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    reason = models.TextField(blank=True)
    steps = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state="pending"),
                name="pending_mail",
            ),
            models.Index(fields=["-id"], condition=Q(state="quarantined"), name="quarantined_mail"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending") | (~Q(outcome="") & ~Q(reason="")),
                name="settled_mail_says_why",
            )
        ]


class Identity(models.Model):
    """That a mail is in a ticket: the same one never comes in twice in the whole company.

    `name_digest` is of Message-ID and sender, `content_digest` of these and the content: two
    versions of one mail share the first. `team_id` is the confidential team to which this ticket
    belongs alone, 0 for the one that all other teams share.
    """

    name_digest = models.BinaryField(max_length=32)
    content_digest = models.BinaryField(max_length=32)
    team_id = models.BigIntegerField(default=0)
    message = models.ForeignKey("tickets.Message", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_digest", "team_id"], name="one_mail_for_the_company"
            )
        ]
        indexes = [models.Index(fields=["name_digest"], name="identity_by_name")]


class Purpose(models.TextChoices):
    REPLY = "reply", _("Answer")
    ACKNOWLEDGEMENT = "ack", _("Acknowledgement")
    NOTICE = "notice", _("Notice")


class OutgoingState(models.TextChoices):
    QUEUED = "queued", _("On its way")
    SENDING = "sending", _("Being handed over")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")


class OutgoingMail(models.Model):
    """One mail to one reader, written when it is sent. `message` is the one it carries or confirms.

    Only a notice holds its own words, and what leads to them (`unsubscribe`), and only until it is
    sent or given up: they carry links that are somebody's right. `rfc_id` is the Message-ID without <>, the same at every
    try. `claimed_by` is the database session that is handing it over.
    """

    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    message = models.ForeignKey(
        "tickets.Message", null=True, on_delete=models.CASCADE, related_name="+"
    )
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+"
    )
    reader = models.ForeignKey(
        "people.Handle", null=True, on_delete=models.CASCADE, related_name="+"
    )
    to_address = models.CharField(max_length=254)
    subject = models.TextField(blank=True)
    body = models.TextField(blank=True)
    unsubscribe = models.TextField(blank=True, default="", db_default="")
    language = models.CharField(max_length=8, blank=True)
    rfc_id = models.TextField(unique=True)
    state = models.CharField(
        max_length=8, choices=OutgoingState.choices, default=OutgoingState.QUEUED
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.IntegerField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "purpose", "to_address"], name="one_mail_a_reader"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending"]) | Q(body="", unsubscribe=""),
                name="what_was_sent_holds_no_words",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state__in=["queued", "sending"]),
                name="mail_to_send",
            ),
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state__in=["queued", "sending"]) & ~Q(purpose="ack"),
                name="written_to_send",
            ),
            models.Index(fields=["ticket", "id"], name="outgoing_by_ticket"),
        ]
