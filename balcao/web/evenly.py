"""Answers that take as long for a known address as for an unknown one."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

SECONDS = 0.15

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def evenly(view: View[P]) -> View[P]:
    """The view, whose answer to a POST leaves no sooner than SECONDS after it came.

    Finding somebody and writing them a mail takes longer than finding nobody; nobody sees it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        due = time.monotonic() + SECONDS
        try:
            return view(request, *args, **kwargs)
        finally:
            if request.method == "POST":
                time.sleep(max(0.0, due - time.monotonic()))

    return answer
