"""Who writes what is offered."""

from __future__ import annotations

from django.http import HttpRequest

from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.service.catalog import queries

from .. import hats


def writer(request: HttpRequest) -> Actor:
    """Who offers something, somewhere; NotFound for everybody else."""
    actor = hats.person(request)
    if not queries.may_offer(actor):
        raise NotFound()
    return actor
