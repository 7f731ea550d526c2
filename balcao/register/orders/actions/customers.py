"""Who bought: found in the register by whatever is said of them, or written down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from balcao.core import clock, phones
from balcao.core.actor import SYSTEM, Actor
from balcao.core.errors import Refusal
from balcao.core.sql import rows
from balcao.register.people import actions as people
from balcao.register.people.models import HandleChannel, RelationshipKind
from balcao.register.profile.actions import learn
from balcao.register.profile.models import LawfulBasis, Method

from ..rules import Customer, Told, WrongOrder

ORIGIN = "import"
LOCK_SPACE = 7_240_411
LOCKS = 256

_FOUND = """
SELECT 'email' AS by, h.value AS key, h.person_id AS id, p.cpf FROM people_handle h
JOIN people_person p ON p.id = h.person_id
WHERE h.channel = 'email' AND h.value = ANY(%(emails)s)
UNION ALL
SELECT 'phone', h.value, h.person_id, p.cpf FROM people_handle h
JOIN people_person p ON p.id = h.person_id
WHERE h.channel = 'phone' AND h.value = ANY(%(phones)s)
UNION ALL
SELECT 'cpf', p.cpf, p.id, p.cpf FROM people_person p
WHERE p.cpf = ANY(%(cpfs)s) AND p.merged_into_id IS NULL
UNION ALL
SELECT 'id', p.id::text, p.id, p.cpf FROM people_person p
WHERE p.id = ANY(%(ids)s) AND p.merged_into_id IS NULL
"""
_COMPANIES = """
SELECT o.cnpj, o.id,
       ARRAY(SELECT DISTINCT r.person_id FROM people_relationship r
             WHERE r.organization_id = o.id AND r.kind = 'customer' AND r.since_on <= %(today)s
               AND (r.until_on IS NULL OR r.until_on >= %(today)s) LIMIT 2) AS buyers
FROM people_organization o WHERE o.cnpj = ANY(%(cnpjs)s)
"""


@dataclass(frozen=True, slots=True)
class Known:
    """Who in the register is meant by a customer; nobody yet when `person_id` is None."""

    person_id: int | None
    organization_id: int | None = None


@dataclass(slots=True)
class Register:
    """What the register knows of those whom some orders name, read at once."""

    people: dict[tuple[str, str], int] = field(default_factory=dict)
    cpfs: dict[int, str | None] = field(default_factory=dict)
    companies: dict[str, tuple[int, list[int]]] = field(default_factory=dict)

    def who(self, customer: Customer) -> Known:
        """Who is meant. WrongOrder when it is nobody, not one, or somebody too unknown."""
        company = self._company(customer)
        organization_id = company[0] if company else None
        found = {self.people[key] for key in _keys(customer) if key in self.people}
        if len(found) > 1:
            raise WrongOrder("two_people")
        if found:
            person_id = found.pop()
            if customer.cpf and self.cpfs.get(person_id) not in (None, customer.cpf):
                raise WrongOrder("two_people")
            return Known(person_id, organization_id)
        if company and not (customer.email or customer.phone or customer.cpf):
            if len(company[1]) != 1:
                raise WrongOrder("several")
            return Known(company[1][0], organization_id)
        if not customer.may_be_registered:
            raise WrongOrder("unknown")
        return Known(None, organization_id)

    def note(self, customer: Customer, person_id: int) -> None:
        """From now on this customer is that person."""
        for key in _keys(customer):
            self.people.setdefault(key, person_id)
        self.cpfs[person_id] = customer.cpf or None

    def _company(self, customer: Customer) -> tuple[int, list[int]] | None:
        if not customer.cnpj:
            return None
        if customer.cnpj not in self.companies:
            raise WrongOrder("company")
        return self.companies[customer.cnpj]


def look_up(customers: Iterable[Customer]) -> Register:
    """All of the register that these customers may be, in two statements."""
    asked = [*customers]
    keys = [key for customer in asked for key in _keys(customer)]
    named = defaultdict(set)
    for by, value in keys:
        named[by].add(value)
    found = rows(
        _FOUND,
        {
            "emails": sorted(named["email"]),
            "phones": sorted(named["phone"]),
            "cpfs": sorted(named["cpf"]),
            "ids": sorted(int(value) for value in named["id"]),
        },
    )
    register = Register()
    for line in found:
        register.people[line["by"], line["key"]] = line["id"]
        register.cpfs[line["id"]] = line["cpf"]
    cnpjs = sorted({customer.cnpj for customer in asked if customer.cnpj})
    if cnpjs:
        companies = rows(_COMPANIES, {"cnpjs": cnpjs, "today": clock.today()})
        register.companies = {line["cnpj"]: (line["id"], line["buyers"]) for line in companies}
    return register


def write_down(actor: Actor, told: Told) -> int:
    """Register somebody new, as this order shows them; their id. WrongOrder when they can't be."""
    customer = told.customer
    try:
        with transaction.atomic():
            person = people.register_person(
                actor, customer.name, email=customer.email or None, cpf=customer.cpf or None
            )
            if customer.phone:
                people.add_handle(actor, person.pk, HandleChannel.PHONE, customer.phone)
    except Refusal as refusal:
        met = look_up([customer]).who(customer)  # a first mail may have come in meanwhile
        if met.person_id is None:
            raise WrongOrder("two_people") from refusal
        return met.person_id
    if told.region:
        learn(
            actor,
            person.pk,
            "region",
            told.region,
            origin=told.source or ORIGIN,
            method=Method.OBSERVED,
            lawful_basis=LawfulBasis.CONTRACT,
        )
    return person.pk


def tie(bought: Mapping[int, date]) -> None:
    """See that each of these people is a customer on the day they bought."""
    without = rows(
        """
        SELECT b.id, b.day FROM unnest(%(ids)s::bigint[], %(days)s::date[]) AS b(id, day)
        WHERE NOT EXISTS (SELECT FROM people_relationship r WHERE r.person_id = b.id
                          AND r.kind = 'customer' AND (r.until_on IS NULL OR r.until_on >= b.day))
        ORDER BY b.id
        """,
        {"ids": [*bought], "days": [*bought.values()]},
    )
    for line in without:
        people.begin_relationship(
            SYSTEM, line["id"], RelationshipKind.CUSTOMER, since_on=line["day"]
        )


def lock(told: Sequence[Told]) -> None:
    """Until the transaction ends nobody else records these orders, or registers these customers.

    Locks are taken in one order, whoever asks. They are few: the server has room for some
    thousands in all, and who meets another's by chance only waits.
    """
    named = {f"order {one.source} {one.number}" for one in told}
    named |= {f"{by} {value}" for one in told for by, value in _keys(one.customer)}
    rows(
        "SELECT pg_advisory_xact_lock(%(space)s::int, key) FROM ("
        " SELECT DISTINCT hashtext(n) & %(mask)s::int AS key"
        " FROM unnest(%(named)s::text[]) AS n ORDER BY key) AS keys",
        {"space": LOCK_SPACE, "mask": LOCKS - 1, "named": sorted(named)},
    )


def _keys(customer: Customer) -> list[tuple[str, str]]:
    keys = []
    if customer.person_id is not None:
        keys.append(("id", str(customer.person_id)))
    if customer.email:
        keys.append(("email", customer.email))
    if customer.phone:
        keys += [("phone", one) for one in phones.phone_variants(customer.phone)]
    if customer.cpf:
        keys.append(("cpf", customer.cpf))
    return keys
