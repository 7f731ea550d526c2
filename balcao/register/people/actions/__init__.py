"""Verbs that write persons, handles, relationships and organizations."""

from .managing import set_manager
from .merging import merge, unmerge
from .persons import (
    add_handle,
    change_person,
    holder_of_address,
    make_acquainted,
    register_person,
    verify_handle,
)
from .relationships import (
    add_organization,
    begin_relationship,
    end_relationship,
    share_tickets,
)

__all__ = [
    "add_handle",
    "add_organization",
    "begin_relationship",
    "change_person",
    "end_relationship",
    "holder_of_address",
    "make_acquainted",
    "merge",
    "register_person",
    "set_manager",
    "share_tickets",
    "unmerge",
    "verify_handle",
]
