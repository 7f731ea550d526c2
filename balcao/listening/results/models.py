from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .rules import Reason

_CUT, _VALUE, _PART = 16, 64, 64


class Changed(models.Model):
    """That answers of a survey came, went or changed their groups about then; written by triggers."""

    survey_id = models.BigIntegerField()
    wave_id = models.BigIntegerField()
    at = models.DateTimeField()


class Day(models.Model):
    """Identified answers of one of the company's days to one question, counted by option.

    `cut` and `value` name the group, both empty for everybody; `part` the line of a matrix or the
    option of a ranking. `counts` follow the order of the options, scores from their least.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("surveys.Question", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=_PART, blank=True)
    cut = models.CharField(max_length=_CUT, blank=True)
    value = models.CharField(max_length=_VALUE, blank=True)
    day = models.DateField()
    counts = ArrayField(models.IntegerField())
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question", "part", "cut", "value", "day"], name="a_day_counted_once"
            )
        ]
        indexes = [models.Index(fields=["survey", "day"], name="day_of_survey")]


class Released(models.Model):
    """That the gate has looked at a wave: what it let through, and what not, lies in the tables below."""

    wave = models.OneToOneField("asking.Wave", on_delete=models.CASCADE, related_name="+")
    released_at = models.DateTimeField()


class _OfWave(models.Model):
    """Which group of which question of an anonymous wave."""

    wave = models.ForeignKey("asking.Wave", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("surveys.Question", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=_PART, blank=True)
    cut = models.CharField(max_length=_CUT, blank=True)
    value = models.CharField(max_length=_VALUE, blank=True)
    crossed_cut = models.CharField(max_length=_CUT, blank=True)
    crossed_value = models.CharField(max_length=_VALUE, blank=True)

    class Meta:
        abstract = True


class Cell(_OfWave):
    """A number the gate let through: coarse, its n as a band from `fewest` to `most`.

    `is_for_all`: whoever answered may see it too, their own answer not counted.
    """

    score = models.FloatField(null=True)
    low = models.FloatField()
    high = models.FloatField()
    fewest = models.IntegerField()
    most = models.IntegerField()
    shares = ArrayField(models.FloatField(), default=list)
    share_lows = ArrayField(models.FloatField(), default=list)
    share_highs = ArrayField(models.FloatField(), default=list)
    is_for_all = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "wave",
                    "question",
                    "part",
                    "cut",
                    "value",
                    "crossed_cut",
                    "crossed_value",
                ],
                name="a_cell_released_once",
            ),
            models.CheckConstraint(condition=Q(fewest__gte=5), name="no_cell_under_five"),
        ]


class HiddenCell(_OfWave):
    """A group that answered, of which the gate lets no number through, and why."""

    reason = models.CharField(max_length=20, choices=[(str(one), one.name) for one in Reason])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "wave",
                    "question",
                    "part",
                    "cut",
                    "value",
                    "crossed_cut",
                    "crossed_value",
                ],
                name="a_cell_hidden_once",
            )
        ]


class Turnout(models.Model):
    """How many of a group were asked in a wave and how many answered.

    Identified: `asked` and `answered`. Anonymous: between `fewest` and `most` asked, and a coarse
    share, or the reason why not.
    """

    wave = models.ForeignKey("asking.Wave", on_delete=models.CASCADE, related_name="+")
    cut = models.CharField(max_length=_CUT, blank=True)
    value = models.CharField(max_length=_VALUE, blank=True)
    asked = models.IntegerField(null=True)
    answered = models.IntegerField(null=True)
    share = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    fewest = models.IntegerField(null=True)
    most = models.IntegerField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    is_for_all = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "cut", "value"], name="a_group_turned_out_once"
            ),
            models.CheckConstraint(
                condition=Q(asked__isnull=False, answered__isnull=False, fewest=None, reason="")
                | Q(asked=None, answered=None),
                name="turnout_exact_or_coarse",
            ),
        ]


class DriverSet(models.Model):
    """What goes with the overall score of a survey, as last worked out: of an identified one over its
    answers of twelve months, of an anonymous one once a round, coarsely.

    `unclear` says why there are no drivers; `needed` answers it takes.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    wave = models.OneToOneField(
        "asking.Wave", null=True, on_delete=models.CASCADE, related_name="+"
    )
    question = models.ForeignKey(
        "surveys.Question", null=True, on_delete=models.CASCADE, related_name="+"
    )
    worked_out_at = models.DateTimeField()
    n = models.IntegerField(null=True)
    fewest = models.IntegerField(null=True)
    most = models.IntegerField(null=True)
    needed = models.IntegerField()
    explained = models.FloatField(null=True)
    unclear = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey"], condition=Q(wave=None), name="one_driver_set_a_named_survey"
            ),
            models.CheckConstraint(
                condition=Q(wave=None, fewest=None, most=None) | Q(wave__isnull=False, n=None),
                name="drivers_of_n_or_of_a_band",
            ),
            models.CheckConstraint(
                condition=Q(unclear="", explained__isnull=False)
                | (~Q(unclear="") & Q(explained=None)),
                name="drivers_or_why_not",
            ),
        ]


class Driver(models.Model):
    """A question, or a line of it, among those that go with the overall score; see rules.driving."""

    of = models.ForeignKey(DriverSet, on_delete=models.CASCADE, related_name="drivers")
    question = models.ForeignKey("surveys.Question", on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=_PART, blank=True)
    lmg = models.FloatField()
    johnson = models.FloatField()
    rank = models.IntegerField()
    best_rank = models.IntegerField()
    worst_rank = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "rank"], name="one_driver_a_rank"),
            models.CheckConstraint(
                condition=Q(best_rank__gte=1)
                & Q(best_rank__lte=models.F("rank"))
                & Q(worst_rank__gte=models.F("rank")),
                name="a_rank_within_its_doubt",
            ),
        ]


class Expectation(models.Model):
    """What was expected beside what was met, over the answers of twelve months that say both; of
    identified surveys alone. `mean` is in steps of the scale, above zero where it was better."""

    survey = models.OneToOneField("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    expected = models.ForeignKey("surveys.Question", on_delete=models.CASCADE, related_name="+")
    met = models.ForeignKey("surveys.Question", on_delete=models.CASCADE, related_name="+")
    worked_out_at = models.DateTimeField()
    mean = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    worse = models.IntegerField()
    same = models.IntegerField()
    better = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=models.F("mean")) & Q(high__gte=models.F("mean")),
                name="an_expectation_within_its_doubt",
            ),
        ]
