from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """On which side of the counter a theme is looked for."""

    EXTERNAL = "external", _("Outside")
    INTERNAL = "internal", _("Inside")
    BOTH = "both", _("Both sides")


class Source(models.TextChoices):
    """Who says that an answer speaks of a theme."""

    DICTIONARY = "dictionary", _("By its words")
    CLUSTER = "cluster", _("With the group it was found in")
    PERSON = "person", _("Corrected by a person")


class Theme(models.Model):
    """A subject people speak of: shipped with the house, or named by the company."""

    key = models.CharField(max_length=60, unique=True)
    names = models.JSONField()
    side = models.CharField(max_length=8, choices=Side.choices)
    is_shipped = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)


class Term(models.Model):
    """What the company changed in a theme's words: one more, or a shipped one let go (`is_dropped`).

    `folded` is what the spellings and endings of the same words share; in `is_except` they say
    where words of the theme do not count.
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="terms")
    words = models.CharField(max_length=80)
    folded = models.CharField(max_length=120)
    is_except = models.BooleanField(default=False)
    is_dropped = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "folded", "is_except"], name="one_term_a_theme"
            )
        ]


class Edition(models.Model):
    """A change of the dictionary, and how far what was answered before is counted by it.

    Numbers grow over both sides; `reached` is the last answer looked at again.
    """

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices)
    added = ArrayField(models.CharField(max_length=80), default=list)
    removed = ArrayField(models.CharField(max_length=80), default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)


class Marked(models.Model):
    """An identified answer in which somebody wrote own words; `edition` is empty until it was read.

    `groups` by cut, as results group answers; what is `is_apart` belongs to a confidential team and
    counts for that team alone. `unease` is the order of looking: how likely the words are unhappy.
    """

    answer = models.OneToOneField(
        "answers.Answer", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField()
    edition = models.BigIntegerField(null=True)
    groups = models.JSONField(default=dict)
    is_apart = models.BooleanField(default=False)
    unease = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["survey", "answered_at"], name="marked_by_day"),
            models.Index(fields=["answer"], condition=Q(edition=None), name="marked_to_be_read"),
        ]


class Mention(models.Model):
    """An identified answer speaks of a theme; `is_dropped` says that a person found it does not."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey("answers.Answer", on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    answered_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    is_dropped = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "theme"], name="mentioned_once_an_answer")
        ]
        indexes = [
            models.Index(
                fields=["survey", "answered_at", "theme"],
                condition=Q(is_dropped=False),
                name="mention_by_day",
            )
        ]


class ThemeCell(models.Model):
    """What is told of a theme in an anonymous wave: past the gate, and for good.

    `theme` is empty where the cell is all comments of the group. `behind` are the comments it was
    counted from: whatever is counted later is held against them, in whatever edition.
    """

    wave = models.ForeignKey("asking.Wave", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("surveys.Question", on_delete=models.PROTECT, related_name="+")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.CASCADE, related_name="+")
    cut = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=80, blank=True)
    edition = models.BigIntegerField()
    share = models.FloatField(null=True)
    low = models.FloatField()
    high = models.FloatField()
    fewest = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    is_for_all = models.BooleanField()
    behind = ArrayField(models.UUIDField())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "question", "theme", "cut", "value", "edition"],
                name="one_theme_cell_an_edition",
                nulls_distinct=False,
            )
        ]


class CountedWave(models.Model):
    """An anonymous wave whose comments were counted, and by which edition last."""

    wave = models.OneToOneField(
        "asking.Wave", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    edition = models.BigIntegerField()


class Proposal(models.Model):
    """Words that comments without a theme share: a person names the group, or lets it go.

    Of an identified survey `answers` are those it was found in; of an anonymous wave there are
    none, its words are those that at least the minimum group wrote, and `behind` those comments.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waits for a name")
        NAMED = "named", _("Became a theme")
        DROPPED = "dropped", _("Let go")

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    wave = models.ForeignKey("asking.Wave", null=True, on_delete=models.CASCADE, related_name="+")
    words = ArrayField(models.CharField(max_length=80))
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    theme = models.ForeignKey(Theme, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    answers = models.ManyToManyField("answers.Answer", related_name="+")
    behind = ArrayField(models.UUIDField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["survey", "state"], name="proposal_by_state")]


class Training(models.Model):
    """How well the order of looking was learnt from the ratings of one side, or why it was not.

    `right` among `tried` were told apart in parts it had not been taught with; `last_answer` is
    the newest answer it knew.
    """

    side = models.CharField(max_length=8, choices=Side.choices, unique=True)
    made_at = models.DateTimeField()
    good = models.PositiveIntegerField()
    bad = models.PositiveIntegerField()
    right = models.PositiveIntegerField(default=0)
    tried = models.PositiveIntegerField(default=0)
    refusal = models.CharField(max_length=20, blank=True)
    last_answer = models.BigIntegerField(default=0)
