"""Refusals a person can meet, worded for the reader and mapped once to a status."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """What was asked can't be done, for a reason the asker may read.

    `status` is the HTTP status the wall between domain and web answers with.
    """

    status = 422
    default: str | Promise = _("This can't be done.")

    def __init__(self, message: str | Promise | None = None) -> None:
        self.message = message if message is not None else self.default
        super().__init__(str(self.message))


class NotFound(Refusal):
    """It doesn't exist, or not for this reader: the two look the same."""

    status = 404
    default = _("There is nothing here for you.")


class Forbidden(Refusal):
    """The reader sees the thing but may not do this to it."""

    status = 403
    default = _("You may not do this.")


class Conflict(Refusal):
    """Somebody changed it meanwhile."""

    status = 409
    default = _("Somebody changed this meanwhile. Look again before you save.")


class Invalid(Refusal):
    """What was given can't be accepted; `fields` says which and why."""

    status = 422

    def __init__(
        self,
        message: str | Promise | None = None,
        fields: Mapping[str, str | Promise] | None = None,
    ) -> None:
        super().__init__(message)
        self.fields: dict[str, str | Promise] = dict(fields or {})


class TooMany(Refusal):
    """Asked too often; try again after `retry_after` seconds."""

    status = 429
    default = _("Too many tries. Wait a little and try again.")

    def __init__(self, message: str | Promise | None = None, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after
