"""Feeds of one's own, read by programs without a sign-in: shared by the rooms that write them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from balcao.core.actor import Actor
from balcao.register.access.actions import Feed, reader_of_feed, spend

from .places import place

TRIES_AN_HOUR, HOUR = 1200, 3600


def reader(request: HttpRequest, what: Feed, secret: str) -> Actor:
    """Whose feed the address opens, as they are today.

    NotFound for an address that nobody was given; TooMany for a place that tries too many.
    """
    spend("feed_place", place(request), limit=TRIES_AN_HOUR, seconds=HOUR)
    return reader_of_feed(what, secret)


def kept_apart(response: HttpResponse) -> HttpResponse:
    """The response as one reader's alone: no cache shares it, no search engine lists it."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
