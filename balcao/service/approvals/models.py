from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from . import rules


class Rule(models.Model):
    """Who has to approve something, in words and stages; what it says stands in its versions."""

    name = models.CharField(max_length=120)
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="one_approval_rule_a_name")]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """The stages of a rule as they were set down; never changed, a new version takes its place."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    stages = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="one_rule_version_a_number")
        ]


class Approval(models.Model):
    """Somebody wants something approved: `subject` is the thing of another room, told by type and id.

    `asked_by` is who asked on the requester's behalf; neither of them ever decides it. A link asks
    a code above `code_above`, as well as above what a stage says. `details` is what approvers read
    besides the `summary`; `changed` says what is different since it was not approved the time before.
    """

    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    ticket = models.ForeignKey(
        "tickets.Ticket", null=True, on_delete=models.CASCADE, related_name="approvals"
    )
    requester = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    code_above = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    summary = models.TextField()
    details = models.TextField(blank=True, default="")
    changed = models.TextField(blank=True, default="")
    state = models.CharField(max_length=9, choices=rules.STATE_LABELS, default=rules.State.WAITING)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(state="waiting"),
                name="one_waiting_approval_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="an_ended_approval_says_when",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="approved_amount_from_zero"
            ),
        ]
        indexes = [
            models.Index(fields=["requester", "-id"], name="approval_by_requester"),
            models.Index(
                fields=["ticket"], condition=Q(ticket__isnull=False), name="approval_by_ticket"
            ),
            models.Index(fields=["subject_type", "subject_id"], name="approval_by_subject"),
        ]

    def __str__(self) -> str:
        return self.summary


class Stage(models.Model):
    """One stage of one approval; `needed` is null until it opens where all who are asked must approve.

    `remind_at` is when those who have not decided are reminded. While `stuck_at` is told there are
    too few people to decide it, and who keeps the rule names somebody.
    """

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    needed = models.PositiveSmallIntegerField(null=True)
    code_above = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    state = models.CharField(
        max_length=9,
        choices=[(state, state) for state in rules.StageState],
        default=rules.StageState.AHEAD,
    )
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    stuck_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approval", "position"], name="one_stage_a_position"),
            models.UniqueConstraint(
                fields=["approval"], condition=Q(state="open"), name="one_open_stage_an_approval"
            ),
            models.CheckConstraint(
                condition=~Q(state="open")
                | Q(opened_at__isnull=False, due_at__isnull=False, needed__gte=1),
                name="an_open_stage_is_due",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="open"), name="stage_to_expire"),
            models.Index(
                fields=["remind_at"],
                condition=Q(state="open", remind_at__isnull=False),
                name="stage_to_remind",
            ),
        ]


class Ask(models.Model):
    """Somebody is asked to decide a stage: the approver, or while they are away their delegate.

    The link of `decider` carries the token whose digest stands here; with another decider comes
    another token. Who can't decide any more has `gone_at`.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="asks")
    approver = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    decider = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveSmallIntegerField(default=1)
    token_digest = models.CharField(max_length=64, null=True, unique=True)
    sent_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    misses = models.PositiveSmallIntegerField(default=0)
    decision = models.CharField(max_length=8, choices=rules.DECISIONS, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    way = models.CharField(max_length=4, choices=rules.WAY_LABELS, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "approver"], name="one_ask_an_approver"),
            models.UniqueConstraint(
                fields=["stage", "decided_by"],
                condition=Q(decided_by__isnull=False),
                name="one_decision_a_person_and_stage",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, way="")
                | (~Q(decision="") & Q(decided_at__isnull=False) & ~Q(way="")),
                name="a_decision_says_when_and_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=["decider"],
                condition=Q(decision="", gone_at=None),
                name="ask_to_be_decided",
            ),
            models.Index(fields=["approver", "-id"], name="ask_by_approver"),
        ]


class Step(models.Model):
    """One line of an approval's trail; `words` are the reason somebody gave."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="trail")
    position = models.PositiveSmallIntegerField(null=True)
    what = models.CharField(max_length=16, choices=[(what, what) for what in rules.What])
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    about = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    way = models.CharField(max_length=4, choices=rules.WAY_LABELS, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["approval", "id"], name="trail_of_approval")]


class Delegation(models.Model):
    """Somebody is away from a day until another, both included, and who decides for them then."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    delegate = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="a_delegation_ends_after_it_begins"
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "until_on"],
                condition=Q(ended_at=None),
                name="delegation_in_force",
            ),
            models.Index(
                fields=["delegate", "until_on"],
                condition=Q(ended_at=None),
                name="delegation_to_somebody",
            ),
        ]
