from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class When(models.TextChoices):
    """What makes somebody be asked."""

    RESOLVED = "resolved", _("After a ticket is resolved")
    DELIVERED = "delivered", _("After an order is delivered")
    HIRED = "hired", _("After somebody begins to work with us")
    CALENDAR = "calendar", _("By the calendar, again and again")
    SAMPLE = "sample", _("A sample, when somebody draws it")


class WaveState(models.TextChoices):
    OPEN = "open", _("Taking answers")
    CLOSED = "closed", _("Takes no more answers")


class SubjectType(models.TextChoices):
    """What somebody is asked about."""

    TICKET = "ticket", _("A ticket")
    ORDER = "order", _("An order")
    RELATIONSHIP = "relationship", _("A relationship")
    TASK = "task", _("What was done about an earlier answer")


class LinkKind(models.TextChoices):
    """How a link that asks whoever comes by is shown."""

    LINK = "link", _("A link to send or to put on a page")
    QR = "qr", _("A code on paper, for a phone's camera")
    KIOSK = "kiosk", _("A tablet on the counter")


class Occasion(models.Model):
    """When a survey is sent by itself, and to whom: of those who meet the conditions, the share
    that `seed` draws, none of whom was asked anything within `quarantine_days`.

    `rhythm` and `next_at` are of a calendar alone. Reminders follow the sending by so many days.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    when = models.CharField(max_length=10, choices=When.choices)
    delay_days = models.PositiveSmallIntegerField(default=0)
    conditions = models.JSONField(default=dict)
    share = models.DecimalField(max_digits=5, decimal_places=4, default=1)
    seed = models.CharField(max_length=64)
    rhythm = models.JSONField(null=True)
    quarantine_days = models.PositiveSmallIntegerField(default=30)
    remind_after_days = ArrayField(models.PositiveSmallIntegerField(), default=list)
    open_days = models.PositiveSmallIntegerField(default=14)
    is_active = models.BooleanField(default=True)
    next_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gt=0) & Q(share__lte=1), name="share_of_those_asked"
            ),
            models.CheckConstraint(condition=~Q(seed=""), name="an_occasion_has_a_seed"),
            models.CheckConstraint(condition=Q(open_days__gte=1), name="open_for_a_day_at_least"),
            models.CheckConstraint(
                condition=(Q(when="calendar") & Q(rhythm__isnull=False))
                | (~Q(when="calendar") & Q(rhythm=None, next_at=None)),
                name="a_rhythm_is_of_a_calendar",
            ),
        ]
        indexes = [
            models.Index(fields=["when"], condition=Q(is_active=True), name="occasion_in_force"),
            models.Index(
                fields=["next_at"], condition=Q(is_active=True), name="occasion_by_calendar"
            ),
        ]


class Wave(models.Model):
    """Those who are asked the same version in the same stretch of time, and how long they may
    answer; who is sent it from `asks_until` on belongs to a later wave.

    What a wave promises (its version, anonymity and minimum groups) is guarded by a trigger.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("surveys.Version", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    is_anonymous = models.BooleanField()
    k = models.PositiveIntegerField()
    comments_k = models.PositiveIntegerField()
    opens_at = models.DateTimeField()
    asks_until = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=6, choices=WaveState.choices, default=WaveState.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_wave_a_number"),
            models.CheckConstraint(
                condition=Q(asks_until__gte=F("opens_at")) & Q(closes_at__gt=F("opens_at")),
                name="a_wave_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
                name="a_closed_wave_says_when",
            ),
            models.CheckConstraint(
                condition=Q(k__gte=5) & Q(comments_k__gte=8), name="wave_groups_from_the_least"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(state="open"), name="wave_to_be_closed"),
        ]


class Invited(models.Model):
    """Somebody is asked, once a wave or once about a ticket, an order or their relationship.

    Whether they answered is known here; when, and what, is not. `next_at` is when the next mail
    is due, the first or a reminder. Who was withdrawn is not asked (any more).
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invited")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+")
    occasion = models.ForeignKey(Occasion, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    handle = models.ForeignKey(
        "people.Handle", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    calendar = models.ForeignKey(
        "calendars.Calendar", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject_type = models.CharField(max_length=12, choices=SubjectType.choices, null=True)
    subject_id = models.BigIntegerField(null=True)
    send_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    token_digest = models.CharField(max_length=64, unique=True)
    has_answered = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "person", "subject_type", "subject_id"],
                condition=Q(subject_id__isnull=False),
                name="asked_once_a_subject",
            ),
            models.UniqueConstraint(
                fields=["wave", "person"],
                condition=Q(subject_id=None),
                name="asked_once_a_wave",
            ),
            models.CheckConstraint(
                condition=Q(subject_type=None, subject_id=None)
                | Q(subject_type__isnull=False, subject_id__isnull=False),
                name="a_subject_is_named_whole",
            ),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(has_answered=False, withdrawn_at=None),
                name="no_mail_to_who_answered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                condition=Q(next_at__isnull=False),
                name="invitation_to_mail",
            ),
            models.Index(fields=["person", "-sent_at"], name="asked_lately"),
            models.Index(
                fields=["subject_type", "subject_id"],
                condition=Q(subject_id__isnull=False),
                name="asked_about",
            ),
        ]


class Frozen(models.Model):
    """The groups somebody belonged to when they were asked; results are grouped by these alone.

    Keys: department, unit, team (ids of the register), relationship, tenure, region, channel.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="frozen")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    attributes = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "person"], name="frozen_once_a_wave")
        ]


class Link(models.Model):
    """A way to answer without being invited: whoever has it may, and nobody learns who they are.

    Never of an anonymous survey. `label` says where it hangs, in the words of who made it; an
    answer belongs to the wave of the month in which it is given.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=LinkKind.choices)
    label = models.CharField(max_length=80)
    token_digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=LinkKind.values), name="a_link_is_of_a_known_kind"
            ),
            models.CheckConstraint(condition=~Q(label=""), name="a_link_says_where_it_is"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opened_at")),
                name="a_link_closes_after_it_opens",
            ),
        ]
        indexes = [models.Index(fields=["survey", "-id"], name="link_of_survey")]
