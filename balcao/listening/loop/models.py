from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from . import rules

_ONE_TARGET = Q(target_hours__gt=0, target_days=None) | Q(target_hours=None, target_days__gt=0)


class Playbook(models.Model):
    """Steps to go through; another wording under the same key is the next version.

    A task keeps the steps it began with.
    """

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    name = models.JSONField()
    steps = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="one_playbook_a_version")
        ]


class Rule(models.Model):
    """When something that was answered becomes a task, of whom, and by when.

    Without a survey it stands for each one that has none of its own, in place of what is shipped.
    `threshold` is the highest score that still becomes a task; of what many said together, the
    limit beyond which it surely is: in points, on its scale, or for a theme in percent.
    """

    survey = models.ForeignKey(
        "surveys.Survey", null=True, on_delete=models.CASCADE, related_name="+"
    )
    when = models.CharField(max_length=8, choices=rules.WHEN_LABELS)
    kind = models.CharField(max_length=8, choices=rules.KIND_LABELS, blank=True)
    threshold = models.DecimalField(max_digits=6, decimal_places=2)
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    target_hours = models.PositiveSmallIntegerField(null=True)
    target_days = models.PositiveSmallIntegerField(null=True)
    playbook = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "when", "kind"],
                nulls_distinct=False,
                name="one_rule_a_survey_and_score",
            ),
            models.CheckConstraint(condition=_ONE_TARGET, name="a_rule_has_one_target"),
        ]


class Task(models.Model):
    """Something to be done because of what was answered, with who does it and by when.

    It comes from one answer under a name, or from a released number of a wave: never from a
    single anonymous answer. `warn_at` and `due_at` are by the business calendar of the day on
    which it was opened. `score` and `threshold` say why, in the words of the reader; of a released
    number `score` is the end of its interval that lies nearer to the limit.
    """

    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="+")
    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+")
    when = models.CharField(max_length=8, choices=rules.WHEN_LABELS)
    kind = models.CharField(max_length=8, choices=rules.KIND_LABELS, blank=True)
    answer = models.OneToOneField(
        "answers.Answer", null=True, on_delete=models.CASCADE, related_name="+"
    )
    wave = models.ForeignKey("asking.Wave", null=True, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(
        "surveys.Question", null=True, on_delete=models.PROTECT, related_name="+"
    )
    theme = models.ForeignKey("themes.Theme", null=True, on_delete=models.CASCADE, related_name="+")
    cut = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=60, blank=True)
    score = models.DecimalField(max_digits=6, decimal_places=2)
    threshold = models.DecimalField(max_digits=6, decimal_places=2)
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(
        max_length=8, choices=rules.STATE_LABELS, default=rules.State.OPEN.value
    )
    opened_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    what_done = models.TextField(blank=True)
    playbook = models.JSONField(default=dict)
    ticked = ArrayField(models.PositiveSmallIntegerField(), default=list)
    follow_up = models.OneToOneField(
        "asking.Invited", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "when", "question", "theme", "cut", "value"],
                condition=Q(answer=None, wave__isnull=False),
                nulls_distinct=False,
                name="one_task_a_released_number",
            ),
            models.UniqueConstraint(
                fields=["survey", "theme"],
                condition=Q(answer=None, wave=None, ended_at=None),
                name="one_open_task_a_theme",
            ),
            models.CheckConstraint(
                condition=Q(answer__isnull=False, when="score", theme=None)
                | Q(answer=None, wave__isnull=False, when="cell", theme=None)
                | Q(answer=None, theme__isnull=False, when="theme"),
                name="a_task_comes_from_an_answer_or_a_wave",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "doing"], ended_at=None)
                | Q(state__in=["done", "dropped"], ended_at__isnull=False),
                name="an_ended_task_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "dropped"]) | ~Q(what_done=""),
                name="an_ended_task_says_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["warn_at"],
                condition=Q(warned_at=None, ended_at=None),
                name="task_to_be_warned",
            ),
            models.Index(
                fields=["due_at"], condition=Q(late_at=None, ended_at=None), name="task_to_be_late"
            ),
            models.Index(
                fields=["owner", "due_at"], condition=Q(ended_at=None), name="task_by_owner"
            ),
            models.Index(
                fields=["team", "due_at"], condition=Q(ended_at=None), name="task_by_team"
            ),
            models.Index(fields=["survey", "-id"], name="task_by_survey"),
        ]


class Pending(models.Model):
    """An answer that nobody has looked at yet: whether it becomes a task, or tells of one."""

    answer = models.OneToOneField(
        "answers.Answer", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )


class FollowUpSurvey(models.Model):
    """The survey with which people are asked whether it is solved; the newest that is live."""

    survey = models.OneToOneField("surveys.Survey", on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey("surveys.Question", on_delete=models.CASCADE, related_name="+")


class Told(models.Model):
    """What was said and what was done about it, told to whom it concerns: of an anonymous wave all
    who were asked in it, else who answered on these days. Once published it stands.

    `kept` is the score of `question` in `compare_days` before and after `acted_on`, as results tell
    it to everybody; nothing but the machine writes it.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="+")
    wave = models.ForeignKey("asking.Wave", null=True, on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    said = models.JSONField()
    did = models.JSONField()
    acted_on = models.DateField()
    question = models.ForeignKey(
        "surveys.Question", null=True, on_delete=models.PROTECT, related_name="+"
    )
    compare_days = models.PositiveSmallIntegerField(default=90)
    kept = models.JSONField(null=True)
    looked_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wave__isnull=False, since_on=None, until_on=None)
                | Q(wave=None, since_on__isnull=False, until_on__isnull=False),
                name="told_of_a_wave_or_of_days",
            ),
        ]
        indexes = [models.Index(fields=["survey", "-id"], name="told_by_survey")]


class ToldReader(models.Model):
    """Somebody is told, once; by mail unless they want none, at their opening hours."""

    told = models.ForeignKey(Told, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    invited = models.ForeignKey("asking.Invited", on_delete=models.CASCADE, related_name="+")
    send_at = models.DateTimeField()
    dealt_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["told", "person"], name="told_once_a_person")
        ]
        indexes = [
            models.Index(fields=["send_at"], condition=Q(dealt_at=None), name="told_to_be_mailed"),
            models.Index(fields=["person", "-told"], name="told_by_person"),
        ]
