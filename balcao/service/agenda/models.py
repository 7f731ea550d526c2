from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from . import rules


class FollowUp(models.Model):
    """Somebody wants to come back to a ticket at an instant, and to what."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=rules.WORDS_MAX)
    set_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_follow_up_says_what"),
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(fired_at=None, done_at=None), name="follow_up_unfired"
            ),
            models.Index(
                fields=["person", "at"], condition=Q(done_at=None), name="follow_up_by_person"
            ),
            models.Index(fields=["ticket", "id"], name="follow_up_by_ticket"),
        ]


class Snooze(models.Model):
    """A ticket stands on hold until an instant, and why."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    until_at = models.DateTimeField()
    reason = models.CharField(max_length=rules.REASON_MAX)
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=6, choices=rules.END_LABELS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="one_open_snooze_a_ticket"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_snooze_says_why"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="an_ended_snooze_says_by_what",
            ),
        ]
        indexes = [
            models.Index(fields=["until_at"], condition=Q(ended_at=None), name="snooze_by_end")
        ]


class Appointment(models.Model):
    """What somebody has to do beside tickets; nobody else reads it."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=rules.WORDS_MAX)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="an_appointment_lasts")
        ]
        indexes = [models.Index(fields=["person", "from_at"], name="appointment_by_person")]


class Watch(models.Model):
    """Up to when a person's time is counted: one row, however many windows they have open."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    last_at = models.DateTimeField()


class TimeEntry(models.Model):
    """A person's time on a ticket in a day of the company's zone.

    `counted_seconds` is what the desk saw and stands as it is; a correction goes beside it.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    counted_seconds = models.PositiveIntegerField(default=0)
    adjusted_seconds = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person", "on"], name="one_entry_a_day_person_and_ticket"
            ),
            models.CheckConstraint(
                condition=Q(counted_seconds__gte=-F("adjusted_seconds")),
                name="time_is_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["on", "person"], name="time_by_day")]


class Correction(models.Model):
    """Somebody put a day's time on a ticket right, and said why."""

    entry = models.ForeignKey(TimeEntry, on_delete=models.CASCADE, related_name="corrections")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    before_seconds = models.PositiveIntegerField()
    after_seconds = models.PositiveIntegerField()
    reason = models.CharField(max_length=rules.REASON_MAX)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_correction_says_why")
        ]
