from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from balcao.service.tickets.rules import KIND_LABELS

from . import rules


class Skill(models.Model):
    """Something agents can do: of one team or, without a team, of the whole company.

    `language` marks the skill of answering in that language.
    """

    name = models.CharField(max_length=60)
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"], nulls_distinct=False, name="one_skill_a_name"
            ),
            models.UniqueConstraint(
                fields=["language"], condition=~Q(language=""), name="one_skill_a_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonSkill(models.Model):
    """How well a person can do something, from 1 to 5."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="holders")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "skill"], name="one_level_a_skill"),
            models.CheckConstraint(
                condition=Q(level__range=(rules.LEVEL_MIN, rules.LEVEL_MAX)),
                name="level_from_one_to_five",
            ),
        ]


class Presence(models.Model):
    """Whether a person takes work now. `misses` counts looks without a sign of life since the last.

    `given_at` is when they last got a ticket, `is_lapsed` says that nobody signed off: the desk did.
    """

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=rules.STATE_LABELS)
    reason = models.CharField(max_length=120, blank=True)
    since_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    misses = models.PositiveSmallIntegerField(default=0)
    is_lapsed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(rules.State)), name="presence_state_known"
            )
        ]


class Stint(models.Model):
    """A stretch of one state, the open one without an end: what presence was, and when."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=rules.STATE_LABELS)
    reason = models.CharField(max_length=120, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(to_at=None), name="one_open_stint_a_person"
            ),
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gte=F("from_at")), name="stint_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["person", "-from_at"], name="stint_by_person")]


class Capacity(models.Model):
    """How many tickets a person works on at once: on one channel or, with an empty one, in all."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=12, blank=True)
    at_once = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "channel"], name="one_capacity_a_channel")
        ]


class TeamRouting(models.Model):
    """How a team's tickets find their agents; without a row, or switched off, people choose."""

    team = models.OneToOneField("teams.Team", on_delete=models.CASCADE, related_name="+")
    is_automatic = models.BooleanField(default=False)
    is_sticky = models.BooleanField(default=True)
    by_language = models.BooleanField(default=False)
    default_limit = models.PositiveSmallIntegerField(default=rules.DEFAULT_LIMIT)
    overflow_team = models.ForeignKey(
        "teams.Team", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    overflow_after_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(overflow_team=None) | ~Q(overflow_team=F("team")),
                name="no_overflow_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(overflow_team=None) | Q(overflow_after_seconds__isnull=False),
                name="overflow_after_some_time",
            ),
        ]


class SkillNeed(models.Model):
    """What a team's tickets of a kind (or, with an empty one, of every kind) ask of their agent."""

    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, blank=True, choices=KIND_LABELS)
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "kind", "skill"], name="one_need_a_skill"),
            models.CheckConstraint(
                condition=Q(level__range=(rules.LEVEL_MIN, rules.LEVEL_MAX)),
                name="needed_level_from_one_to_five",
            ),
        ]


class Decision(models.Model):
    """What the desk did with a ticket by itself, why, and whom it passed over for which reason.

    `considered` maps each reason to the ids of the people it kept from the ticket, and
    `left_out` holds the ids of skills that nobody in the team has.
    """

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    act = models.CharField(max_length=10, choices=[(str(act), act.name) for act in rules.Act])
    why = models.CharField(max_length=16, choices=[(str(why), why.name) for why in rules.Why])
    considered = models.JSONField(default=dict)
    left_out = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "-id"], name="decision_by_ticket"),
            models.Index(fields=["team", "-at"], name="decision_by_team"),
        ]


class Skip(models.Model):
    """Somebody passed on a ticket they were offered or given, and said why."""

    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "person"], name="skip_by_ticket"),
            models.Index(fields=["team", "-at"], name="skip_by_team"),
        ]
