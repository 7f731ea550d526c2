"""Results as pages: each reader their own version, and every number as the measures have it."""

from __future__ import annotations

from balcao.core import clock
from balcao.listening.results.tests.counting import MONDAY, nps_of, rated, sealed
from tests.cast import make_cast
from tests.signing import signed_in


def test_a_director_reads_both_sides(db: None) -> None:
    cast = make_cast()
    made = rated(nps_of(50, 34, 16), "nps")
    sealed(nps_of(8, 3, 1, "enps"), "enps")
    lucia = signed_in(cast.people["lucia"].pk)
    with clock.at(MONDAY):
        home = lucia.get("/resultados/").content.decode()
        page = lucia.get(f"/resultados/{made.pk}/").content.decode()
    for shown in (home, page):
        assert "+34<" in shown
        assert "+19,5" in shown
        assert "+48,5" in shown
