from __future__ import annotations

from datetime import date
from typing import Any, TypedDict, cast

from django.db.models import Case, IntegerField, When

from balcao.core import clock, documents, phones, text
from balcao.core.actor import Actor, Permission
from balcao.core.errors import NotFound
from balcao.core.sql import row, rows

from .models import Handle, HandleChannel
from .rules import INTERNAL_KINDS, kinds_of

SCOPE = """(
    p.id = %(me)s
    OR %(all)s
    OR EXISTS (SELECT FROM people_acquaintance a
               WHERE a.person_id = p.id AND a.team_id = ANY(%(teams)s))
)"""


KNOWN_HANDLE = """(
    %(all)s
    OR (h.person_id = %(me)s AND
        (CASE WHEN h.is_work THEN 'internal' ELSE 'external' END) = ANY(%(sides)s))
    OR EXISTS (SELECT FROM people_acquaintance k
               WHERE k.person_id = h.person_id AND k.team_id = ANY(%(teams)s)
                 AND k.side = CASE WHEN h.is_work THEN 'internal' ELSE 'external' END)
)"""


KNOWN_TIE = KNOWN_HANDLE.replace("h.person_id", "r.person_id").replace(
    "h.is_work", "r.kind <> 'customer'"
)


class PersonRow(TypedDict):
    """A person as a list shows them."""

    id: int
    name: str
    called: str
    handles: list[str]


class RelationshipRow(TypedDict):
    """One tie to the company."""

    id: int
    kind: str
    organization: str | None
    sponsor: str | None
    manager_id: int | None
    manager: str | None
    parts: list[str]
    since_on: date
    until_on: date | None


class PersonSheet(TypedDict):
    """All that the asker may know of a person, under the hats the asker knows them by."""

    id: int
    name: str
    called: str
    preferred_name: str
    preferred_channel: str
    language: str
    zone: str
    contact_hours: str
    accessibility_need: str
    lifecycle: str
    cpf: str
    version: int
    handles: list[dict[str, Any]]
    relationships: list[RelationshipRow]


def scope(actor: Actor) -> dict[str, Any]:
    """Parameters of SCOPE: oneself, requesters of tickets one handles; all for administrators."""
    return {
        "me": (actor.person_id or 0) if actor.hats else 0,
        "teams": actor.team_ids,
        "sides": actor.sides,
        "all": actor.may(Permission.ADMINISTER),
    }


def visible(
    actor: Actor, query: str = "", *, after: str = "", after_id: int = 0, limit: int = 50
) -> list[PersonRow]:
    """People in the asker's scope by name, handle or document in any notation, in order of name.

    Only handles and ties of a hat one knows the person by are shown, or found by.
    `after` and `after_id` are the folded name and id of the last row of the page before.
    """
    where, params = _matching(query)
    found = rows(
        f"""
        SELECT p.id, p.name, coalesce(nullif(p.preferred_name, ''), p.name) AS called,
               ARRAY(SELECT h.value FROM people_handle h
                     WHERE h.person_id = p.id AND {KNOWN_HANDLE}
                     ORDER BY h.is_primary DESC, h.id) AS handles
        FROM people_person p
        WHERE p.merged_into_id IS NULL AND {SCOPE} AND {where}
          AND (p.folded_name, p.id) > (%(after)s, %(after_id)s)
        ORDER BY p.folded_name, p.id LIMIT %(limit)s
        """,
        {**scope(actor), **params, "after": after, "after_id": after_id, "limit": limit},
    )
    return cast("list[PersonRow]", found)


def sheet(actor: Actor, person_id: int) -> PersonSheet:
    """One person, with the relationships of the hats the asker knows them by; else NotFound.

    The CPF is masked without the permission to read documents.
    """
    found = rows(
        f"""
        SELECT p.*, coalesce(nullif(p.preferred_name, ''), p.name) AS called,
               ARRAY(SELECT DISTINCT a.side FROM people_acquaintance a
                     WHERE a.person_id = p.id AND a.team_id = ANY(%(teams)s)) AS sides,
               EXISTS (SELECT FROM people_acquaintance a
                       WHERE a.person_id = p.id AND a.team_id = ANY(%(readers)s)) AS readable
        FROM people_person p
        WHERE p.id = %(id)s AND p.merged_into_id IS NULL AND {SCOPE}
        """,
        {
            **scope(actor),
            "id": person_id,
            "readers": actor.teams_where(Permission.READ_DOCUMENT),
        },
    )
    if not found:
        raise NotFound()
    row = found[0]
    is_own = row["id"] == actor.person_id
    sees_all = actor.may(Permission.ADMINISTER)
    sides = {"external", "internal"} if sees_all else set(row["sides"])
    if is_own:
        sides |= set(actor.sides)
    may_read = is_own or sees_all or row["readable"]
    return PersonSheet(
        id=row["id"],
        name=row["name"],
        called=row["called"],
        preferred_name=row["preferred_name"],
        preferred_channel=row["preferred_channel"],
        language=row["language"],
        zone=row["zone"],
        contact_hours=row["contact_hours"],
        accessibility_need=row["accessibility_need"],
        lifecycle=row["lifecycle"] if "external" in sides else "",
        cpf=_shown_cpf(row["cpf"], may_read),
        version=row["version"],
        handles=_handles(person_id, sides),
        relationships=_relationships(person_id, sides),
    )


def by_handle(
    actor: Actor, handle: str, *, after: str = "", after_id: int = 0, limit: int = 50
) -> list[PersonRow]:
    """People in the asker's scope who hold this address, phone or document, in any notation.

    In pages, as `visible`.
    """
    if not _is_exact(handle):
        return []
    return visible(actor, handle, after=after, after_id=after_id, limit=limit)


def organizations(actor: Actor) -> list[dict[str, Any]]:
    """Companies and departments, for administrators, by name."""
    if not actor.may(Permission.ADMINISTER):
        raise NotFound()
    return rows(
        "SELECT id, kind, name, cnpj, shares_tickets, team_id FROM people_organization"
        " ORDER BY folded_name",
        {},
    )


def house(actor: Actor) -> str:
    """The name of our own company, which is nobody's secret; empty before it is founded."""
    found = row("SELECT name FROM people_organization WHERE kind = 'house'", {})
    return str(found["name"]) if found else ""


def represented(actor: Actor) -> list[dict[str, Any]]:
    """Organizations on whose behalf the asker may ask under these hats, by name.

    Inside the department or sponsor company of today's work, outside the companies bought for.
    """
    return rows(
        """
        SELECT DISTINCT o.id, o.name, o.folded_name FROM people_relationship r
        JOIN people_organization o ON o.id = r.organization_id
        WHERE r.person_id = %(me)s AND r.kind = ANY(%(kinds)s) AND r.since_on <= %(today)s
          AND (r.until_on IS NULL OR r.until_on >= %(today)s)
        ORDER BY o.folded_name, o.id
        """,
        {"me": actor.person_id or 0, "kinds": kinds_of(actor.sides), "today": clock.today()},
    )


def manager_of(actor: Actor, person_id: int) -> int | None:
    """Whom somebody reports to in today's work, for the desk itself and whoever has them in scope.

    The one named last, where several relationships name one; None where nobody is, or nobody who
    works here today. NotFound outside the scope.
    """
    if not actor.is_system and not rows(
        f"SELECT 1 AS found FROM people_person p WHERE p.id = %(person)s AND {SCOPE}",
        {**scope(actor), "person": person_id},
    ):
        raise NotFound()
    found = row(
        """
        SELECT r.manager_id FROM people_relationship r
        JOIN people_person m ON m.id = r.manager_id AND m.merged_into_id IS NULL
        WHERE r.person_id = %(person)s AND r.manager_id <> r.person_id AND r.kind = ANY(%(kinds)s)
          AND r.since_on <= %(today)s AND (r.until_on IS NULL OR r.until_on >= %(today)s)
          AND EXISTS (SELECT FROM people_relationship w WHERE w.person_id = r.manager_id
            AND w.kind = ANY(%(kinds)s) AND w.since_on <= %(today)s
            AND (w.until_on IS NULL OR w.until_on >= %(today)s))
        ORDER BY r.since_on DESC, r.id DESC LIMIT 1
        """,
        {"person": person_id, "kinds": [str(k) for k in INTERNAL_KINDS], "today": clock.today()},
    )
    return int(found["manager_id"]) if found else None


def own_handle(actor: Actor, came_by: int | None = None) -> Handle:
    """The mail address under which the asker speaks; NotFound when they have none.

    Inside a work address, outside a private one; `came_by`, the one they signed in with, first.
    """
    inside = "internal" in actor.sides
    found = (
        Handle.objects.filter(person_id=actor.person_id or 0, channel=HandleChannel.EMAIL)
        .annotate(
            fits=Case(When(is_work=inside, then=1), default=0, output_field=IntegerField()),
            came=Case(When(pk=came_by or 0, then=1), default=0, output_field=IntegerField()),
        )
        .order_by("-fits" if actor.sides else "-came", "-came", "-is_primary", "pk")
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def _is_exact(query: str) -> bool:
    told = query.strip()
    if "@" in told:
        return True
    return documents.read_document(told) is not None or phones.normalize_phone(told) is not None


def _matching(query: str) -> tuple[str, dict[str, Any]]:
    told = query.strip()
    if not told:
        return "true", {}
    if "@" in told:
        return (
            (
                "p.id IN (SELECT h.person_id FROM people_handle h"
                f" WHERE h.channel = 'email' AND h.value = %(q)s AND {KNOWN_HANDLE})"
            ),
            {"q": told.lower()},
        )
    document = documents.read_document(told)
    if document is not None and document.kind == documents.DocumentKind.CNPJ:
        return (
            (
                "p.id IN (SELECT r.person_id FROM people_relationship r JOIN people_organization o"
                " ON o.id IN (r.organization_id, r.sponsor_id) WHERE o.cnpj = %(q)s AND"
                f" {KNOWN_TIE})"
            ),
            {"q": document.value},
        )
    phone = phones.normalize_phone(told)
    if document is not None or phone is not None:  # eleven bare digits may be both
        return (
            (
                "(p.cpf = %(cpf)s OR p.id IN (SELECT h.person_id FROM people_handle h"
                f" WHERE h.channel = %(c)s AND h.value = ANY(%(q)s) AND {KNOWN_HANDLE}))"
            ),
            {
                "cpf": document.value if document else "",
                "c": HandleChannel.PHONE,
                "q": list(phones.phone_variants(phone)) if phone else [],
            },
        )
    likened = text.fold(told).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return "p.folded_name LIKE %(q)s", {"q": f"%{likened}%"}


def _handles(person_id: int, sides: set[str]) -> list[dict[str, Any]]:
    """Handles of the hats one is known by: work handles inside, private ones outside."""
    return rows(
        "SELECT id, channel, value, is_work, is_primary, verified_at FROM people_handle"
        " WHERE person_id = %(id)s AND ((is_work AND %(inside)s) OR (NOT is_work AND %(outside)s))"
        " ORDER BY is_primary DESC, id",
        {"id": person_id, "inside": "internal" in sides, "outside": "external" in sides},
    )


def _relationships(person_id: int, sides: set[str]) -> list[RelationshipRow]:
    found = rows(
        """
        SELECT r.id, r.kind, o.name AS organization, s.name AS sponsor, r.manager_id,
               coalesce(nullif(m.preferred_name, ''), m.name) AS manager, r.parts,
               r.since_on, r.until_on
        FROM people_relationship r
        LEFT JOIN people_organization o ON o.id = r.organization_id
        LEFT JOIN people_organization s ON s.id = r.sponsor_id
        LEFT JOIN people_person m ON m.id = r.manager_id
        WHERE r.person_id = %(id)s AND r.kind = ANY(%(kinds)s)
        ORDER BY r.until_on DESC NULLS FIRST, r.since_on DESC, r.id
        """,
        {"id": person_id, "kinds": kinds_of(sides)},
    )
    return cast("list[RelationshipRow]", found)


def _shown_cpf(cpf: str | None, may_read: bool) -> str:
    if not cpf:
        return ""
    return documents.format_document(cpf) if may_read else documents.mask_document(cpf)


def merges(actor: Actor, person_id: int) -> list[dict[str, Any]]:
    """Merges that made this person and can be undone, newest first; for administrators."""
    if not actor.may(Permission.ADMINISTER):
        raise NotFound()
    return rows(
        "SELECT m.id, m.at, g.name AS gone FROM people_merge m"
        " JOIN people_person g ON g.id = m.gone_id"
        " WHERE m.kept_id = %(id)s AND m.undone_at IS NULL ORDER BY m.id DESC",
        {"id": person_id},
    )
