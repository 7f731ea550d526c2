"""What a browser must forget when somebody leaves it to the next person."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponse

Leaving = TypeVar("Leaving", bound=HttpResponse)


def forgetting(response: Leaving) -> Leaving:
    """The answer to a sign-out: the browser drops the worker that shows pushes, and what it shows.

    Scripts are not needed for it (Clear-Site-Data, W3C). Cookies stay: looks are not a person's.
    """
    response["Clear-Site-Data"] = '"storage"'
    return response
