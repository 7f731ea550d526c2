from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balcao.core.importing import ImportedFile


class AssetType(models.Model):
    """A sort of asset with fields of its own; without a team, of the whole company."""

    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")
    names = models.JSONField()
    icon = models.CharField(max_length=40, default="device-desktop")
    fields = models.JSONField(default=list)
    is_retired = models.BooleanField(default=False)
    created_at = models.DateTimeField()


class State(models.TextChoices):
    """Where an asset is in its life."""

    IN_USE = "in_use", _("In use")
    STOCK = "stock", _("In stock")
    REPAIR = "repair", _("Under repair")
    RETIRED = "retired", _("Retired")
    LOST = "lost", _("Lost")


class Asset(models.Model):
    """One thing, by the number on its label; kept by a team, used by its owner.

    `folded` is what a search looks through: number, name, serial number and place.
    """

    number = models.CharField(max_length=40, unique=True)
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey(AssetType, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, default=State.IN_USE)
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organization = models.ForeignKey(
        "people.Organization", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    place = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=80, blank=True)
    values = models.JSONField(default=dict)
    notes = models.TextField(blank=True)
    bought_on = models.DateField(null=True)
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    supplier = models.ForeignKey(
        "people.Organization", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    warranty_until = models.DateField(null=True)
    folded = models.TextField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None) | ~Q(state__in=[State.STOCK, State.RETIRED]),
                name="what_nobody_uses_has_no_owner",
            ),
            models.CheckConstraint(
                condition=Q(price=None) | Q(price__gte=0), name="no_asset_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(warranty_until=None)
                | Q(bought_on=None)
                | Q(warranty_until__gte=F("bought_on")),
                name="warranty_ends_after_the_purchase",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "number"], name="asset_by_team"),
            models.Index(fields=["owner"], name="asset_by_owner"),
            models.Index(
                fields=["warranty_until"],
                condition=Q(warranty_until__isnull=False),
                name="asset_by_warranty",
            ),
            GinIndex(SearchVector("folded", config="simple"), name="asset_by_words"),
        ]

    def __str__(self) -> str:
        return self.number


class Tie(models.TextChoices):
    """How one asset stands to another."""

    PART_OF = "part_of", _("is part of")
    DEPENDS_ON = "depends_on", _("depends on")
    CONNECTED_TO = "connected_to", _("is connected to")


class Relation(models.Model):
    """One asset is part of another, depends on it or is connected to it; parts form no circle."""

    source = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Tie.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="one_tie_a_kind"),
            models.UniqueConstraint(
                fields=["source"], condition=Q(kind="part_of"), name="part_of_one_whole"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="no_tie_to_itself"),
        ]


class Contract(models.Model):
    """What is agreed with a supplier from a day until another, and how long before one must act."""

    number = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=120)
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    supplier = models.ForeignKey(
        "people.Organization", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    notice_days = models.PositiveSmallIntegerField(default=30)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    notes = models.TextField(blank=True)
    ended_on = models.DateField(null=True)
    assets = models.ManyToManyField(Asset, related_name="contracts")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="contract_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0), name="no_contract_below_zero"
            ),
        ]
        indexes = [
            models.Index(
                fields=["until_on"],
                condition=Q(ended_on=None, until_on__isnull=False),
                name="contract_by_end",
            )
        ]

    def __str__(self) -> str:
        return self.title


class AssetTicket(models.Model):
    """A ticket is about an asset."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    ticket = models.ForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "asset"], name="one_link_an_asset")
        ]
        indexes = [models.Index(fields=["asset", "-ticket"], name="asset_tickets")]


class Due(models.TextChoices):
    """What a team is warned of."""

    WARRANTY = "warranty", _("Warranty ends")
    CONTRACT = "contract", _("Contract ends")
    LEFT = "left", _("The owner left")


class Warned(models.Model):
    """The supervisors of a team were told of something that falls due, once; `about` says of which:
    the day it falls on, or the owner who left."""

    kind = models.CharField(max_length=8, choices=Due.choices)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.CASCADE, related_name="+")
    contract = models.ForeignKey(Contract, null=True, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "asset", "contract", "about"],
                nulls_distinct=False,
                name="warned_once",
            ),
            models.CheckConstraint(
                condition=Q(asset=None) ^ Q(contract=None), name="warned_of_one_thing"
            ),
        ]


class AssetImport(ImportedFile):
    """A file of assets of a team, and who brought it."""

    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )


class LineState(models.TextChoices):
    """What will become of a line, or what did."""

    READ = "read", _("Not looked at yet")
    ADDED = "added", _("New asset")
    CHANGED = "changed", _("Changes an asset")
    SAME = "same", _("Nothing new")
    REFUSED = "refused", _("Refused")


class AssetLine(models.Model):
    """One line of a file, its cells as they were written, and what becomes of it and why."""

    imported = models.ForeignKey(AssetImport, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    cells = models.JSONField()
    number = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=LineState.choices, default=LineState.READ)
    reason = models.CharField(max_length=20, blank=True)
    about = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported", "line"], name="one_row_an_asset_line")
        ]
        indexes = [
            models.Index(fields=["imported", "state", "line"], name="asset_lines_by_state"),
            models.Index(
                fields=["imported", "number"],
                name="asset_lines_by_number",
                condition=~Q(number=""),
            ),
        ]
