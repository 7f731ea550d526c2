"""Acts on one person, each a form of the person's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from balcao.core.actor import Actor
from balcao.core.errors import Invalid, NotFound
from balcao.register.access import actions as access
from balcao.register.people import actions, queries

from .frame import act, administrator, number, told


@require_POST
def handle(request: HttpRequest, person_id: int) -> HttpResponse:
    """A further address, or an address known to be theirs."""
    actor = administrator(request)
    verified = number(request, "verify")
    if verified is not None:
        return act(
            request,
            lambda: actions.verify_handle(actor, verified),
            _("The address is verified."),
            "person",
            person_id,
        )
    return act(
        request,
        lambda: actions.add_handle(
            actor,
            person_id,
            told(request, "channel"),
            told(request, "value"),
            is_work=bool(told(request, "is_work")),
        ),
        _("The address was added."),
        "person",
        person_id,
    )


@require_POST
def relationship(request: HttpRequest, person_id: int) -> HttpResponse:
    """Begin a relationship, end one with its hat and sessions, or say whom somebody reports to in it."""
    actor = administrator(request)
    ending, managed = number(request, "end"), number(request, "managed")
    if managed is not None:
        return act(
            request,
            lambda: actions.set_manager(actor, managed, _manager(actor, told(request, "manager"))),
            _("Saved."),
            "person",
            person_id,
        )
    if ending is not None:
        return act(
            request,
            lambda: actions.end_relationship(actor, ending),
            _("The relationship has ended."),
            "person",
            person_id,
        )
    return act(
        request,
        lambda: actions.begin_relationship(
            actor,
            person_id,
            told(request, "kind"),
            organization_id=number(request, "organization"),
            sponsor_id=number(request, "sponsor"),
        ),
        _("The relationship has begun."),
        "person",
        person_id,
    )


@require_POST
def grant(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give or take a company-wide grant."""
    actor = administrator(request)
    return act(
        request,
        lambda: access.set_grant(
            actor, person_id, told(request, "grant"), held=told(request, "held") == "1"
        ),
        _("Saved."),
        "person",
        person_id,
    )


@require_POST
def entrance(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a person sign in on their work address; they choose the password themselves."""
    actor = administrator(request)
    return act(
        request,
        lambda: access.set_password(actor, person_id, told(request, "address"), None),
        _("They may sign in now: “Forgot the password” lets them choose one."),
        "person",
        person_id,
    )


@require_POST
def sessions(request: HttpRequest, person_id: int) -> HttpResponse:
    """End every session of a person."""
    actor = administrator(request)
    return act(
        request,
        lambda: access.end_sessions(actor, person_id, why="administrator"),
        _("Their sessions have ended."),
        "person",
        person_id,
    )


@require_POST
def merge(request: HttpRequest, person_id: int) -> HttpResponse:
    """Make one of this person and the holder of another address."""
    actor = administrator(request)

    def join() -> None:
        found = queries.by_handle(actor, told(request, "address"))
        if not found:
            raise NotFound(_("Nobody in the register has this address."))
        actions.merge(actor, person_id, found[0]["id"])

    return act(request, join, _("The two are one person now."), "person", person_id)


@require_POST
def unmerge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Undo a merge exactly."""
    actor = administrator(request)
    return act(
        request,
        lambda: actions.unmerge(actor, merge_id),
        _("The merge was undone."),
        "people",
    )


def _manager(actor: Actor, address: str) -> int | None:
    """Who has this address; None for an empty one, Invalid where nobody has it."""
    if not address:
        return None
    found = queries.by_handle(actor, address, limit=1)
    if not found:
        raise Invalid(_("Nobody in the register has this address."))
    return found[0]["id"]
