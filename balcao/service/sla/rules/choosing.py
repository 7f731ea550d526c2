"""Which promise applies to a ticket, and why that one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

CONDITIONS = ("kind", "priority", "relationship", "organization_id", "team_id")
NO_MATCH, LESS_SPECIFIC, LATER = "no_match", "less_specific", "later"


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What a promise may depend on; a requester may stand in several relationships."""

    kind: str
    priority: int
    relationships: frozenset[str]
    organization_id: int | None
    team_id: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A policy as far as choosing goes; a condition that is absent from `conditions` always holds."""

    policy_id: int
    position: int
    conditions: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The policy that applies, the conditions it met, and each one passed over with its reason."""

    policy_id: int
    matched: tuple[str, ...]
    passed_over: tuple[tuple[int, str, str], ...]

    def told(self) -> dict[str, list[object]]:
        """As it is kept: codes and ids only, put into words for whoever reads them."""
        return {"matched": list(self.matched), "passed_over": [list(p) for p in self.passed_over]}


def applies(candidates: Iterable[Candidate], facts: TicketFacts) -> Chosen | None:
    """The one that names most about the ticket; between equals the first in the company's order.

    None when none fits.
    """
    ordered = sorted(candidates, key=lambda c: (-len(c.conditions), c.position, c.policy_id))
    unfit = {c.policy_id: why for c in ordered if (why := _unmet(c, facts))}
    fit = [c for c in ordered if c.policy_id not in unfit]
    if not fit:
        return None
    best, *others = fit
    passed = [(policy_id, NO_MATCH, why) for policy_id, why in unfit.items()]
    passed += [(c.policy_id, _behind(c, best), "") for c in others]
    return Chosen(
        best.policy_id, tuple(n for n in CONDITIONS if n in best.conditions), tuple(passed)
    )


def _unmet(candidate: Candidate, facts: TicketFacts) -> str:
    """The first condition that the ticket doesn't meet, or nothing."""
    for name in CONDITIONS:
        wanted = candidate.conditions.get(name)
        if wanted is None:
            continue
        if name == "relationship":
            if wanted not in facts.relationships:
                return name
        elif getattr(facts, name) != wanted:
            return name
    return ""


def _behind(candidate: Candidate, best: Candidate) -> str:
    return LESS_SPECIFIC if len(candidate.conditions) < len(best.conditions) else LATER
