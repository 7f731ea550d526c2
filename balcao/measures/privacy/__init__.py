"""Which cells of a table of answers may be shown, together with all that was shown before.

**What is promised.** Every person holds a number nobody knows. Showing a cell tells the sum over the
people behind it (a score, a count and a share are such sums), so whoever reads all cells can work
out every linear combination of them, and nothing else by linear algebra. `release` chooses cells so
that no combination of everything shown, now and before, is the sum over a group of one to k - 1
people. It looks at who is behind a cell, never at what they answered: the choice itself tells
nothing about answers.

**Why that holds.** People who are in exactly the same cells have the same coefficient in every
combination. They form an atom, and a group whose sum can be worked out is a union of atoms. Write
each cell as a row of zeros and ones over the atoms; what can be worked out is the row space V, and
a group S is exposed when its indicator lies in V. An atom of k people or more can't be part of a
small group. So (`span`) V is kept in reduced echelon form, where such atoms are preferred as pivots;
a row with one takes part in no small group, since the group is zero there. The indicator of a small
group is the sum of those rows whose pivots it holds, each taken once: at most k - 1 rows. A new cell
brings a row and changes those that aren't zero at its pivot; a group that wasn't exposed before is
a sum with one of these in it. If the new pivot is a big atom, no row on small atoms changes, and
nothing is exposed. Otherwise `search` goes through these sums, all of them, by what each still needs to
become an indicator; where rows are dense, by halves that must cancel (`meeting`). It is spared where
`Span.fewest` shows at once that whatever is new takes k people or more.

**Why the arithmetic is exact.** Rows are reduced modulo a prime. The rows kept are independent modulo
the prime, so they are independent over the rationals, and a rational combination of them that gives
an indicator has denominators that the prime doesn't divide (some minor of them isn't zero modulo
the prime): reduced, it is found. The other way round, whatever is found modulo the prime, a
dependence or a group, is proved over the integers; where a proof fails, another prime is taken.

**How much is shown.** Big cells come first, so a total stays and the smallest sibling that gives a
hidden one away goes with it. Nothing hidden could be shown in addition (unless its reason is
`UNPROVED`); up to `choosing.EXHAUSTIVE` cells, other choices are tried for more cells, within a
number of steps. Finding a small sum in a row space is NP-hard in general; the search has a number
of steps too, the same on every machine, and what it could not prove safe by then stays hidden.

**What is not promised.** A difference of two people, or a sum in which people weigh differently, is
no total, and may be worked out; who knows his own answer, or knows that answers are only 0 or 1, may
learn more from it. Give `released` the viewer alone, `frozenset({viewer})`, and his answer counts as
known to him. Shown numbers are besides rounded and their n banded (`measures.bands`).

Sources. L. H. Cox, "Suppression methodology and statistical disclosure control", Journal of the
American Statistical Association 75 (1980), pages 377 to 385 (complementary suppression, sums over
unions of cells). F. Y. Chin and G. Özsoyoglu, "Auditing and inference control in statistical
databases", IEEE Transactions on Software Engineering 8 (1982), pages 574 to 582 (auditing by the row
space of all that was answered).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

Label = TypeVar("Label", bound=Hashable)
Person = TypeVar("Person", bound=Hashable)


class Reason(StrEnum):
    """Why a cell is hidden, in words that tell nothing of how many are behind it."""

    TOO_FEW = "Fewer people are behind it than may be shown."
    BEFORE = "Together with what was published before, it would tell about fewer people than may be shown."
    TOGETHER = (
        "Together with what else is shown, it would tell about fewer people than may be shown."
    )
    UNPROVED = (
        "It could not be proved, within the steps allowed, that it tells about no small group."
    )


class Release(NamedTuple, Generic[Label]):
    """The labels that may be shown together, and why each other one may not."""

    released: frozenset[Label]
    hidden: dict[Label, Reason]


def release(
    groups: Mapping[Label, frozenset[Person]],
    *,
    k: int = 5,
    released: Iterable[frozenset[Person]] = (),
) -> Release[Label]:
    """Which labels of `groups` may be shown beside everything in `released`, to anybody, ever.

    No linear combination of it all determines the total of a non-empty group smaller than k. Where
    `released` alone already determines such groups (see `exposed`), no further one is. The same
    groups in the same order give the same answer. ValueError when k is no positive number.
    """
    from .choosing import choose

    _require(k)
    shown, hidden = choose(list(groups.items()), k, list(released))
    return Release(frozenset(shown), hidden)


def exposed(released: Iterable[frozenset[Person]], *, k: int = 5) -> list[frozenset[Person]]:
    """Small groups whose totals follow from what was published: none exactly when it is safe.

    One witness for each published set that adds to them, in that order. ValueError when k is no positive
    number, `span.Undecided` when the search has used its steps.
    """
    from .choosing import witnesses

    _require(k)
    return witnesses(list(released), k)


def _require(k: int) -> None:
    if k < 1:
        raise ValueError("the smallest group that may be shown has at least one person")
