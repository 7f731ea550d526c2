from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balcao.register.access.audiences import audience_field

from . import rules


class Board(models.Model):
    """Where an audience suggests and agrees, and by when it is answered.

    Whether it is anonymous stands from its first idea on, which a trigger guards. `seed` mixes the
    order of ideas while a round is open.
    """

    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    audience = audience_field()
    is_anonymous = models.BooleanField(default=False)
    k = models.PositiveSmallIntegerField(default=rules.K_LEAST)
    has_rounds = models.BooleanField(default=False)
    answer_days = models.PositiveSmallIntegerField(default=5)
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(
        "calendars.Calendar", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    seed = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(k__gte=rules.K_LEAST), name="board_k_from_five"),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1) & Q(answer_days__lte=90),
                name="board_answers_in_days",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(has_rounds=True),
                name="anonymous_boards_vote_in_rounds",
            ),
        ]
        indexes = [GinIndex(fields=["audience"], name="board_by_audience")]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """A stretch in which a board takes votes and tells nobody how many there are.

    Of an anonymous board `public` is the public half of its key, and the band says how many voted.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    public = models.BinaryField(max_length=32, null=True)
    is_lost = models.BooleanField(default=False)
    voted_fewest = models.PositiveIntegerField(null=True)
    voted_most = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="one_round_a_number"),
            models.UniqueConstraint(
                fields=["board"], condition=Q(closed_at=None), name="one_open_round_a_board"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="a_round_closes_after_it_opens"
            ),
        ]
        indexes = [
            models.Index(
                fields=["closes_at"], condition=Q(closed_at=None), name="round_to_be_closed"
            )
        ]


class Idea(models.Model):
    """What somebody suggests; who, a board that is anonymous never knows.

    A duplicate points to the idea it was merged into, and `root` to the one that stands for all of
    them; votes and comments stay with the idea they were given to. `next_at` is when its promise
    has something due.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="ideas")
    author = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=rules.TITLE_MOST)
    words = models.TextField(blank=True)
    stems = ArrayField(models.CharField(max_length=8), default=list)
    state = models.CharField(max_length=10, choices=rules.STATES, default="new")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    hidden_why = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    promised_days = models.PositiveSmallIntegerField()
    next_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    taken_days = models.PositiveIntegerField(null=True)
    origin_ticket = models.ForeignKey(
        "tickets.Ticket", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None, root=None)
                | Q(merged_into__isnull=False, root__isnull=False),
                name="a_duplicate_has_its_root",
            ),
            models.CheckConstraint(condition=~Q(root=F("id")), name="no_idea_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(answered_at=None, taken_days=None)
                | Q(answered_at__isnull=False, taken_days__isnull=False),
                name="an_answer_says_how_long_it_took",
            ),
            models.UniqueConstraint(
                fields=["origin_ticket"],
                condition=Q(origin_ticket__isnull=False),
                name="one_idea_a_ticket",
            ),
        ]
        indexes = [
            models.Index(fields=["board", "-id"], name="idea_by_board"),
            models.Index(fields=["author", "-id"], name="idea_by_author"),
            models.Index(fields=["root"], name="idea_by_root"),
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="idea_promise_due"
            ),
            GinIndex(fields=["stems"], name="idea_by_words"),
        ]


class Vote(models.Model):
    """Somebody agrees with an idea, under their name; of an idea with duplicates each counts once."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="one_vote_a_person")]


class Comment(models.Model):
    """What somebody says about an idea; `is_official` is the word of who looks after the board."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField()
    is_official = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True)
    hidden_why = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["idea", "id"], name="comment_by_idea")]


class Change(models.Model):
    """An idea went on, and why, in words for whoever wrote or backed it."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(max_length=10, choices=rules.STATES)
    after = models.CharField(max_length=10, choices=rules.STATES)
    reason = models.TextField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["idea", "id"], name="change_by_idea")]


class Notice(models.Model):
    """Somebody is told of an idea; the words come from the idea itself."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(str(kind), kind.name) for kind in rules.Told])
    change = models.ForeignKey(Change, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="idea_notice_by_person"),
            models.Index(fields=["person"], condition=Q(seen_at=None), name="idea_notice_unseen"),
        ]


class Experiment(models.Model):
    """An idea is tried: what is expected, how that is seen, and what came of it.

    The measure is the score of a survey's question, or numbers somebody writes down. `before` and
    `after` hold what was measured when the result was written, so that it never changes.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="experiments")
    expects = models.TextField()
    measure = models.CharField(max_length=200)
    survey = models.ForeignKey(
        "surveys.Survey", null=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.ForeignKey(
        "surveys.Question", null=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    change = models.JSONField(null=True)
    result = models.TextField(blank=True)
    decision = models.CharField(max_length=6, choices=rules.DECISIONS, blank=True)
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="an_experiment_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (~Q(decision="") & ~Q(result="") & Q(decided_at__isnull=False)),
                name="a_decision_has_its_result",
            ),
            models.UniqueConstraint(
                fields=["idea"], condition=Q(decided_at=None), name="one_experiment_at_a_time"
            ),
        ]


class Batch(models.TextChoices):
    """What became of what was handed in anonymously."""

    PENDING = "", _("Waiting for others")
    PUBLISHED = "published", _("Published, without names and in mixed order")
    LOST = "lost", _("Destroyed unread: their key was gone")


class Envelope(models.Model):
    """What is handed in to an anonymous board, until so many people did that it is opened.

    `ready_on` is the day on which they were enough; the secret half of the key is a file.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    public = models.BinaryField(max_length=32)
    ready_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=Batch.choices, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board"], condition=Q(outcome=""), name="one_waiting_envelope_a_board"
            )
        ]


class Handed(models.Model):
    """Somebody handed in: who, nobody can tell once the envelope's key is gone."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="handed")
    pseudonym = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["envelope", "pseudonym"], name="handed_in_once")
        ]


class Sealed(models.Model):
    """An idea or comment while it waits: nobody can read it, all are of one size."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="sealed")
    box = models.BinaryField()


class Slip(models.Model):
    """What somebody voted for in an open round of an anonymous board: neither who nor what can be
    read. All are of one size, and go when the round closes."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="slips")
    pseudonym = models.CharField(max_length=64)
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "pseudonym"], name="one_slip_a_person")
        ]


class Tally(models.Model):
    """How many voted for an idea in a closed round of an anonymous board, as a band, or why not."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tallies")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="tallies")
    fewest = models.PositiveIntegerField(null=True)
    most = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "idea"], name="one_tally_an_idea"),
            models.CheckConstraint(
                condition=Q(fewest__isnull=False, most__isnull=False, why="")
                | (Q(fewest=None, most=None) & ~Q(why="")),
                name="a_tally_or_why_not",
            ),
        ]
