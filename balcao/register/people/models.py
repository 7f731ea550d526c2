from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    HOUSE = "house", _("Our company")
    COMPANY = "company", _("Company")
    DEPARTMENT = "department", _("Department")


class Organization(models.Model):
    """A company outside, a department: an organization inside the house, or the house itself."""

    kind = models.CharField(max_length=12, choices=OrganizationKind.choices)
    name = models.CharField(max_length=160)
    folded_name = models.CharField(max_length=160, db_index=True)
    cnpj = models.CharField(max_length=14, null=True, unique=True)
    shares_tickets = models.BooleanField(default=False)
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name"],
                condition=Q(kind="department"),
                name="one_department_a_name",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="house"), name="one_house_only"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Lifecycle(models.TextChoices):
    OCCASIONAL = "occasional", _("Occasional")
    REPEAT = "repeat", _("Repeat")
    CONTRACT = "contract", _("Contract")
    LAPSED = "lapsed", _("Lapsed")


class Person(models.Model):
    """One human being, whatever the number of addresses and relationships.

    `name` is for staff; `preferred_name` is how they want to be called and how others outside
    their own team see them. A merged person points to the one kept.
    """

    name = models.CharField(max_length=160)
    folded_name = models.CharField(max_length=160, db_index=True)
    preferred_name = models.CharField(max_length=80, blank=True)
    preferred_channel = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=8, blank=True)
    zone = models.CharField(max_length=40, blank=True)
    contact_hours = models.CharField(max_length=80, blank=True)
    accessibility_need = models.CharField(max_length=200, blank=True)
    cpf = models.CharField(max_length=11, null=True)
    lifecycle = models.CharField(max_length=12, choices=Lifecycle.choices, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cpf"], condition=Q(merged_into=None), name="one_person_a_cpf"
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="nobody_merged_into_themselves"
            ),
        ]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """How this person wants to be called."""
        return self.preferred_name or self.name


class HandleChannel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    CHAT = "chat", _("Chat")


class Handle(models.Model):
    """An address on a channel. It opens nothing until verified; a work handle belongs to a job."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="handles")
    channel = models.CharField(max_length=12, choices=HandleChannel.choices)
    value = models.CharField(max_length=254)
    is_work = models.BooleanField(default=False)
    is_primary = models.BooleanField(default=False)
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "value"], name="one_person_a_handle")
        ]

    def __str__(self) -> str:
        return self.value


class RelationshipKind(models.TextChoices):
    EMPLOYEE = "employee", _("Employee")
    OUTSOURCED = "outsourced", _("Outsourced")
    CONTRACTOR = "contractor", _("Contractor")
    SUPPLIER = "supplier", _("Supplier")
    CUSTOMER = "customer", _("Customer")


class Part(models.TextChoices):
    PAYER = "payer", _("Payer")
    USER = "user", _("User")
    DECIDER = "decider", _("Decider")


class Relationship(models.Model):
    """What ties a person to the company, from a day until another; `manager` is whom they report to."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships")
    kind = models.CharField(max_length=12, choices=RelationshipKind.choices)
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="relationships"
    )
    sponsor = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="sponsored"
    )
    manager = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="managed"
    )
    parts = ArrayField(models.CharField(max_length=8, choices=Part.choices), default=list)
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")),
                name="relationship_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["organization", "kind"], name="relationship_by_org")]


class Side(models.TextChoices):
    """The side of the counter on which a client stands."""

    EXTERNAL = "external", _("External")
    INTERNAL = "internal", _("Internal")


class Acquaintance(models.Model):
    """A team has handled a ticket of this person, who stood on this side."""

    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="acquaintances")
    side = models.CharField(max_length=8, choices=Side.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "team", "side"], name="one_acquaintance_a_side"
            )
        ]


class Merge(models.Model):
    """Two persons made one, with all that is needed to undo it exactly."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField()
    filled = models.JSONField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
