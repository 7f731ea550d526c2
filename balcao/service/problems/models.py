from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from . import rules


class Problem(models.Model):
    """One cause behind many tickets; a known error once the cause and a way round it are written.

    `folded` is everything written here, as it is searched; `words` those by which tickets find it. `ended_why` says why it
    ended without being put right.
    """

    title = models.CharField(max_length=rules.TITLE_MOST)
    symptom = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    workaround = models.TextField(blank=True)
    ended_why = models.TextField(blank=True)
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(
        max_length=12, choices=rules.STATE_LABELS, default=rules.State.OPEN.value
    )
    folded = models.TextField(blank=True)
    words = ArrayField(models.TextField(), default=list)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "known_error"], ended_at=None)
                | Q(state__in=["fixed", "closed"], ended_at__isnull=False),
                name="an_ended_problem_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="known_error") | (~Q(cause="") & ~Q(workaround="")),
                name="a_known_error_has_a_way_round",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-updated_at", "-id"], name="problem_by_team"),
            models.Index(fields=["-updated_at", "-id"], name="problem_by_change"),
            GinIndex(fields=["words"], name="problem_by_words"),
        ]


class Attached(models.Model):
    """A ticket belongs to a problem."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="attached")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "ticket"], name="attached_once_a_problem")
        ]


class Broadcast(models.Model):
    """One message to the tickets of a problem that its sender answers in: each side has its text.

    Tickets of other teams are told by those, once they agree: see Consent. Nobody as its sender is the desk itself. It begins after a moment in which it can be taken back.
    """

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="broadcasts")
    sender = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    external = models.TextField(blank=True)
    internal = models.TextField(blank=True)
    then = models.CharField(max_length=8, choices=rules.THEN_LABELS)
    state = models.CharField(max_length=8, choices=rules.BROADCAST_LABELS)
    created_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["problem", "-id"], name="broadcast_by_problem"),
            models.Index(
                fields=["begins_at"], condition=Q(ended_at=None), name="broadcast_to_be_sent"
            ),
        ]


class Consent(models.Model):
    """Another team is asked to say a message in its own tickets too; `answer` is how it then does, in
    the name of who agreed. `mailed_at` says when its people were told of the question."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="consents")
    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=9, choices=rules.CONSENT_LABELS, default=rules.ConsentState.WAITING.value
    )
    answer = models.OneToOneField(
        Broadcast, null=True, on_delete=models.CASCADE, related_name="consent"
    )
    decided_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "team"], name="one_consent_a_team"),
            models.CheckConstraint(
                condition=Q(state="given", answer__isnull=False)
                | (~Q(state="given") & Q(answer=None)),
                name="a_consent_that_was_given_has_its_message",
            ),
        ]
        indexes = [
            models.Index(
                fields=["team", "-id"], condition=Q(state="waiting"), name="consent_waited_for"
            )
        ]


class Letter(models.Model):
    """What became of a message to many in one ticket; `why` where it was not said there."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="letters")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, default=rules.LetterState.WAITING.value)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "ticket"], name="one_letter_a_ticket")
        ]
        indexes = [
            models.Index(
                fields=["broadcast", "id"], condition=Q(state="waiting"), name="letter_to_be_said"
            )
        ]


class CandidateState(models.TextChoices):
    SUGGESTED = "suggested"
    TAKEN = "taken"
    DISMISSED = "dismissed"


class Candidate(models.Model):
    """Tickets of one team that look like one cause, why they do, and what people decided.

    `usual` is how many such tickets a stretch as long brings on average, `chance` how likely it
    would bring as many.
    """

    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    words = ArrayField(models.TextField())
    tickets = ArrayField(models.BigIntegerField())
    since = models.DateTimeField()
    usual = models.FloatField()
    chance = models.FloatField()
    found_at = models.DateTimeField()
    state = models.CharField(
        max_length=9, choices=CandidateState.choices, default=CandidateState.SUGGESTED
    )
    problem = models.ForeignKey(Problem, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["team", "-found_at"], name="candidate_by_team")]
