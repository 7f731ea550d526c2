from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Method(models.TextChoices):
    OBSERVED = "observed", _("Observed")
    DECLARED = "declared", _("Declared")
    INFERRED = "inferred", _("Inferred")


class LawfulBasis(models.TextChoices):
    """LGPD, art. 7: the bases a desk meets."""

    CONSENT = "consent", _("Consent")
    CONTRACT = "contract", _("Performance of a contract")
    LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation")
    LEGITIMATE_INTEREST = "legitimate_interest", _("Legitimate interest")
    RIGHTS_IN_PROCEEDINGS = "proceedings", _("Exercise of rights in proceedings")


class Matter(models.TextChoices):
    """What somebody may be written about without having asked."""

    SURVEYS = "surveys", _("Surveys")
    ANNOUNCEMENTS = "announced", _("Announcements")


class Fact(models.Model):
    """One thing known of a person: who told us, how, when and on what lawful basis.

    A newer value supersedes the older, which is kept.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="facts")
    name = models.CharField(max_length=40)
    value = models.TextField()
    origin = models.CharField(max_length=80)
    method = models.CharField(max_length=10, choices=Method.choices)
    lawful_basis = models.CharField(max_length=20, choices=LawfulBasis.choices)
    known_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(superseded_at=None),
                name="one_current_value_a_fact",
            )
        ]


class Preference(models.Model):
    """Whether somebody wants to be written to about a matter, as one side of the counter.

    Without a row nobody has said. A newer word supersedes the older, which is kept.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    matter = models.CharField(max_length=12, choices=Matter.choices)
    side = models.CharField(max_length=8)
    is_wanted = models.BooleanField()
    origin = models.CharField(max_length=80)
    told_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "matter", "side"],
                condition=Q(superseded_at=None),
                name="one_current_preference",
            ),
            models.CheckConstraint(
                condition=Q(side__in=["internal", "external"]), name="preference_of_a_known_side"
            ),
        ]
