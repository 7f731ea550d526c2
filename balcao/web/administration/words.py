"""The enumerations of the register, as people read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Grant

KINDS = (
    ("employee", _("Employee")),
    ("outsourced", _("Outsourced")),
    ("contractor", _("Contractor")),
    ("supplier", _("Supplier")),
    ("customer", _("Customer")),
)
CHANNELS = (("email", _("E-mail")), ("phone", _("Phone")), ("chat", _("Chat")))
GRANTS = ((Grant.ADMINISTRATOR, _("Administrator")), (Grant.DIRECTOR, _("Director")))
