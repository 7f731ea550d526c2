from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from . import rules


class Ticket(models.Model):
    """What a client asked, under one protocol, from the first word to the last."""

    protocol = models.CharField(max_length=12, unique=True)
    subject = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=rules.KIND_LABELS)
    status = models.CharField(max_length=10, choices=rules.STATUS_LABELS)
    impact = models.PositiveSmallIntegerField(default=rules.Level.MEDIUM)
    urgency = models.PositiveSmallIntegerField(default=rules.Level.MEDIUM)
    priority = models.PositiveSmallIntegerField(default=rules.Priority.NORMAL)
    side = models.CharField(
        max_length=8, choices=[("external", "external"), ("internal", "internal")]
    )
    channel = models.CharField(max_length=12)
    inbox = models.ForeignKey(
        "inboxes.Inbox", null=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requester = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="requested_tickets"
    )
    requester_handle = models.ForeignKey(
        "people.Handle", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organization = models.ForeignKey(
        "people.Organization", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    human_asked_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["team", "-updated_at", "-id"], name="ticket_by_team"),
            models.Index(
                fields=["team", "status", "-updated_at", "-id"], name="ticket_by_team_status"
            ),
            models.Index(
                fields=["assignee", "-updated_at", "-id"],
                condition=~Q(status="closed"),
                name="ticket_by_assignee",
            ),
            models.Index(
                fields=["team", "-updated_at", "-id"],
                condition=Q(assignee=None) & ~Q(status__in=["resolved", "closed"]),
                name="ticket_unassigned",
            ),
            models.Index(fields=["requester", "-updated_at", "-id"], name="ticket_by_requester"),
            models.Index(
                fields=["organization", "-updated_at", "-id"],
                condition=Q(organization__isnull=False),
                name="ticket_by_organization",
            ),
            models.Index(
                fields=["team", "due_at", "id"],
                condition=Q(due_at__isnull=False),
                name="ticket_by_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(impact__range=(1, 3)) & Q(urgency__range=(1, 3)),
                name="impact_and_urgency_in_range",
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(rules.Status)), name="ticket_status_known"
            ),
        ]

    def __str__(self) -> str:
        return self.protocol


class Place(models.Model):
    """Another team that was addressed too: it handles the ticket beside the owning team."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="places")
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    inbox = models.ForeignKey(
        "inboxes.Inbox", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "team"], name="one_place_a_team")]


class Tally(models.Model):
    """Exact counts: the sum of `change` for a team, status and assignee (0 is nobody).

    A database trigger adds a row for each change of a ticket; a job folds them together.
    """

    team_id = models.BigIntegerField()
    status = models.CharField(max_length=10)
    assignee_id = models.BigIntegerField()
    change = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["team_id", "status"], name="tally_by_team")]


class MessageKind(models.TextChoices):
    INCOMING = "incoming", _("From the client")
    OUTGOING = "outgoing", _("To the client")
    NOTE = "note", _("Internal note")
    AUTOMATIC = "automatic", _("Automatic")


class DeliveryState(models.TextChoices):
    NONE = "", _("Not sent by mail")
    QUEUED = "queued", _("On its way")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")


class Message(models.Model):
    """What somebody said in a ticket. `body` is the new text alone; `original` the whole of it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    author = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(max_length=12)
    body = models.TextField()
    html = models.TextField(blank=True)
    original = models.TextField(blank=True)
    raw_id = models.BigIntegerField(null=True)
    recipients = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    is_verified = models.BooleanField(default=True)
    delivery_state = models.CharField(max_length=8, choices=DeliveryState.choices, blank=True)
    delivery_note = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ticket", "id"], name="message_by_ticket")]

    @property
    def is_internal(self) -> bool:
        """True for what only those who handle the ticket may read."""
        return self.kind == MessageKind.NOTE


class Attachment(models.Model):
    """A file of a message; `key` is where the storage keeps it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    key = models.CharField(max_length=255)
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)


class Participant(models.Model):
    """Somebody who takes part in a ticket by an address, and may join it by mail."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="participants")
    handle = models.ForeignKey("people.Handle", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "handle"], name="one_participation_a_handle")
        ]


class Follower(models.Model):
    """Somebody of the desk who wants to know what happens in a ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "ticket"], name="one_follow_a_person")
        ]


class Mention(models.Model):
    """Somebody was called into a note."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="one_mention_a_message")
        ]
        indexes = [
            models.Index(fields=["person", "-id"], condition=Q(seen_at=None), name="unseen_mention")
        ]


class Tag(models.Model):
    """A word the desk puts on tickets; clients never see it."""

    name = models.CharField(max_length=40, unique=True)
    tickets = models.ManyToManyField(Ticket, related_name="tags")


class Draft(models.Model):
    """What somebody is writing in a ticket, kept while they type."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    is_internal = models.BooleanField()
    body = models.TextField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person", "is_internal"], name="one_draft_a_person"
            )
        ]


class CannedReply(models.Model):
    """A reply kept ready, with variables; without a team it is everybody's."""

    team = models.ForeignKey("teams.Team", null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=80)
    shortcut = models.CharField(max_length=30, blank=True)
    body = models.TextField()


class Link(models.Model):
    """Two tickets that belong together, and why; only staff sees it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "other"], name="one_link_a_pair"),
            models.CheckConstraint(condition=~Q(ticket=F("other")), name="no_link_to_itself"),
        ]


class Reason(models.Model):
    """Why somebody transferred or reopened: the words that an event must not hold."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="+")
    event_id = models.BigIntegerField(unique=True)
    text = models.TextField()
