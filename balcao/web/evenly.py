"""Answers that take as long for a known address as for an unknown one."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

SECONDS = 0.15

View = Callable[..., HttpResponseBase]


def evenly(view: View) -> View:
    """The view, whose answer to a POST leaves no sooner than SECONDS after it came.

    Finding somebody and writing them a mail takes longer than finding nobody; nobody sees it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        due = time.monotonic() + SECONDS
        try:
            return view(request, *args, **kwargs)
        finally:
            if request.method == "POST":
                time.sleep(max(0.0, due - time.monotonic()))

    return answer
