from __future__ import annotations

from django.db import models
from django.db.models import Q

from . import rules


class Notification(models.Model):
    """Somebody is told that something happened in a ticket; the words come from the ticket itself.

    Or to a thing of a room above, told by its type and id, which no ticket may be behind.
    `mail_at` and `push_at` say when it may leave by these ways, and are empty when it may not or has.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=rules.KIND_LABELS)
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="+"
    )
    about_type = models.CharField(max_length=12, blank=True)
    about_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    event_id = models.BigIntegerField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    in_page = models.BooleanField(default=True)
    mail_at = models.DateTimeField(null=True)
    push_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "event_id"], name="one_notice_an_event"),
            models.UniqueConstraint(
                fields=["person", "message_id"],
                condition=Q(message_id__isnull=False),
                name="one_notice_a_message",
            ),
            models.CheckConstraint(
                condition=Q(ticket__isnull=False, about_type="", about_id=None)
                | (Q(ticket=None, about_id__isnull=False) & ~Q(about_type="")),
                name="a_notice_is_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-id"], condition=Q(in_page=True), name="notice_by_person"
            ),
            models.Index(
                fields=["person", "ticket"], condition=Q(seen_at=None), name="notice_unseen"
            ),
            models.Index(
                fields=["about_type", "about_id"],
                condition=Q(seen_at=None, about_id__isnull=False),
                name="notice_about",
            ),
            models.Index(
                fields=["mail_at"], condition=Q(mail_at__isnull=False), name="notice_to_mail"
            ),
            models.Index(
                fields=["push_at"], condition=Q(push_at__isnull=False), name="notice_to_push"
            ),
        ]


class Choice(models.Model):
    """Of what somebody wants to be told and how; without a team, of every team's tickets."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=rules.KIND_LABELS)
    way = models.CharField(max_length=4, choices=rules.WAY_LABELS)
    is_on = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "team", "kind", "way"],
                nulls_distinct=False,
                name="one_choice_a_way",
            )
        ]


class Rest(models.Model):
    """When somebody wants to be left in peace, and when a digest may come, in their own zone."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    quiet_from = models.TimeField(default=rules.QUIET_FROM)
    quiet_until = models.TimeField(default=rules.QUIET_UNTIL)
    is_quiet_at_weekends = models.BooleanField(default=True)
    digest_at = models.JSONField(default=list)


class Browser(models.Model):
    """A browser that shows what is pushed to it (RFC 8030, RFC 8291), while its session lasts."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("access.OpenSession", on_delete=models.CASCADE, related_name="+")
    endpoint = models.TextField(unique=True)
    public_key = models.CharField(max_length=120)
    secret = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    since_at = models.DateTimeField()
