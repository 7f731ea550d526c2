from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from balcao.register.access.audiences import audience_field
from balcao.register.people.models import Side

from . import rules


class Announcement(models.Model):
    """What an audience is told. Who is in it is asked anew at every reading, so nobody is written
    down for having been told: only what people do is kept.

    `edition` is the one that is read, 0 before any is; `asks_from` the first one whose confirmation
    counts. `is_mailed` tells those inside by mail too, `mails_customers` customers, unless they have
    said no. `recipients` is how many were in the audience when it was published, not counted where
    that is everybody.
    """

    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    audience = audience_field()
    state = models.CharField(max_length=9, choices=rules.STATES, default="draft")
    needs_confirmation = models.BooleanField(default=False)
    is_mailed = models.BooleanField(default=False)
    mails_customers = models.BooleanField(default=False, db_default=False)
    remind_days = models.PositiveSmallIntegerField(default=0)
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    edition = models.PositiveIntegerField(default=0)
    asks_from = models.PositiveIntegerField(default=1)
    recipients = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="scheduled", publish_at__isnull=False)
                | (~Q(state="scheduled") & Q(publish_at=None)),
                name="a_scheduled_announcement_says_when",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, edition=0)
                | Q(published_at__isnull=False, edition__gte=1),
                name="a_published_announcement_has_its_edition",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None)
                | Q(published_at=None)
                | Q(expires_at__gt=F("published_at")),
                name="an_announcement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(needs_confirmation=False) | ~Q(audience__contains=["public"]),
                name="who_is_not_known_confirms_nothing",
            ),
        ]
        indexes = [
            GinIndex(fields=["audience"], name="announcement_by_audience"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state="published"),
                name="announcement_newest",
            ),
            models.Index(
                fields=["publish_at"],
                condition=Q(state="scheduled"),
                name="announcement_to_be_published",
            ),
            models.Index(fields=["team", "-id"], name="announcement_by_team"),
        ]


class Edition(models.Model):
    """The words of an announcement, in each language; while `published_at` is empty, a draft.

    `question` is None, or what `rules.Question.kept` gives.
    """

    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, related_name="editions"
    )
    number = models.PositiveIntegerField()
    titles = models.JSONField()
    bodies = models.JSONField()
    question = models.JSONField(null=True)
    author = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "number"], name="one_edition_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="editions_count_from_one"),
        ]


class Reading(models.Model):
    """Somebody had an edition before them; whether they confirmed it, and what they answered.

    `choice` is the last answer, `was_right` whether the first one was the right one, where one is.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    choice = models.PositiveSmallIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    was_right = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="one_reading_a_person"),
            models.CheckConstraint(
                condition=Q(choice=None, tries=0) | Q(choice__isnull=False, tries__gte=1),
                name="an_answer_was_tried",
            ),
        ]
        indexes = [models.Index(fields=["person", "edition"], name="reading_by_person")]


class Wave(models.Model):
    """One round of mails to a side, walked through the audience by rising id: `after_id` is how far it
    came."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="waves")
    kind = models.CharField(max_length=8, choices=rules.MAILINGS)
    side = models.CharField(
        max_length=8, choices=Side.choices, default=Side.INTERNAL, db_default=Side.INTERNAL.value
    )
    starts_at = models.DateTimeField()
    after_id = models.BigIntegerField(default=0)
    mailed = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["starts_at"], condition=Q(ended_at=None), name="wave_to_be_walked"
            ),
            models.Index(fields=["announcement", "starts_at"], name="wave_by_announcement"),
        ]


class Held(models.Model):
    """Somebody is mailed once their quiet hours end; gone as soon as that is done, or needless."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="held")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "person"], name="held_once_a_wave")]
        indexes = [models.Index(fields=["due_at"], name="held_to_be_mailed")]
