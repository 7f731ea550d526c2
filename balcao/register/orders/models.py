from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balcao.core.importing import ImportedFile


class Order(models.Model):
    """One purchase, as the system it comes from numbers it; `source` is empty for our own."""

    source = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=60)
    customer = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        "people.Organization", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ordered_on = models.DateField()
    promised_on = models.DateField(null=True)
    delivered_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="BRL")
    channel = models.CharField(max_length=40, blank=True)
    store = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="one_order_a_number"),
            models.CheckConstraint(
                condition=(Q(promised_on=None) | Q(promised_on__gte=F("ordered_on")))
                & (Q(delivered_on=None) | Q(delivered_on__gte=F("ordered_on")))
                & (Q(cancelled_on=None) | Q(cancelled_on__gte=F("ordered_on"))),
                name="nothing_comes_before_the_order",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0), name="no_order_below_zero"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-ordered_on", "-id"], name="orders_of_customer"),
            models.Index(fields=["-ordered_on", "-id"], name="orders_by_day"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderImport(ImportedFile):
    """A file of orders: who brought it, and how many customers it registers."""

    source = models.CharField(max_length=40, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    starts_at_once = models.BooleanField(default=False)
    ignored = models.JSONField(default=list)
    registered = models.PositiveIntegerField(default=0)


class LineState(models.TextChoices):
    """What will become of a line, or what did."""

    READ = "read", _("Not looked at yet")
    ADDED = "added", _("New order")
    CHANGED = "changed", _("Changes an order")
    SAME = "same", _("Nothing new")
    REFUSED = "refused", _("Refused")


class ImportLine(models.Model):
    """One line of a file, its cells as they were written, and what becomes of it and why."""

    imported = models.ForeignKey(OrderImport, on_delete=models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    cells = models.JSONField()
    number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=LineState.choices, default=LineState.READ)
    registers = models.BooleanField(default=False)
    reason = models.CharField(max_length=20, blank=True)
    about = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["imported", "line"], name="one_row_a_line")]
        indexes = [
            models.Index(fields=["imported", "state", "line"], name="import_lines_by_state"),
            models.Index(
                fields=["imported", "number"],
                name="import_lines_by_number",
                condition=~Q(number=""),
            ),
        ]
