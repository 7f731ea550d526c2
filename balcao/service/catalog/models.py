from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from balcao.register.access.audiences import audience_field


class State(models.TextChoices):
    """Where an item is in its life."""

    DRAFT = "draft", _("draft")
    LIVE = "live", _("offered")
    RETIRED = "retired", _("no longer offered")


class Area(models.Model):
    """The first level of the catalog; `team` made it, none where it is the company's."""

    names = models.JSONField()
    icon = models.CharField(max_length=40, default="apps")
    position = models.PositiveIntegerField()
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")


class Service(models.Model):
    """The second level: what items of one sort are found under."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="services")
    names = models.JSONField()
    position = models.PositiveIntegerField()
    team = models.ForeignKey("teams.Team", null=True, on_delete=models.PROTECT, related_name="+")


class Item(models.Model):
    """The third level: what somebody may ask for.

    `content` is what is being written, see `rules.Content`; who asks reads that of `version`. Where
    it stands, whom it is for, who answers for it and who approves it hold at once. `code_above` is
    the amount above which an approver's link asks a code. `folded` is what is searched.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="items")
    inbox = models.ForeignKey("inboxes.Inbox", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    rule = models.ForeignKey(
        "approvals.Rule", null=True, on_delete=models.PROTECT, related_name="+"
    )
    code_above = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    audience = audience_field()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    icon = models.CharField(max_length=40, default="package")
    position = models.PositiveIntegerField()
    content = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    published_revision = models.PositiveIntegerField(default=0)
    version = models.OneToOneField(
        "catalog.ItemVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    folded = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, version=None) | Q(version__isnull=False),
                name="an_offered_item_has_a_version",
            )
        ]
        indexes = [
            GinIndex(fields=["audience"], name="item_by_audience"),
            GinIndex(Func(F("folded"), function="balcao_vector"), name="item_by_stems"),
            models.Index(fields=["service", "position"], name="item_by_service"),
        ]


class ItemVersion(models.Model):
    """An item as it was offered from an instant on; frozen, which a trigger guards."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_item_version_a_number")
        ]


class Request(models.Model):
    """What was filled in: one ticket, by the version of the item that its requester saw.

    `names` say whom and what the ids among `values` meant then; `once` makes a second sending of
    the same form the first one again.
    """

    ticket = models.OneToOneField(
        "tickets.Ticket", on_delete=models.CASCADE, related_name="+", db_index=True
    )
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="requests")
    for_person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    values = models.JSONField()
    names = models.JSONField(default=dict)
    price = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    once = models.CharField(max_length=64, null=True, unique=True)
    created_at = models.DateTimeField()
