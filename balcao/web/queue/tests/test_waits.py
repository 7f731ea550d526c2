"""The supervisor's look at queues: who waits, and how right was what clients were told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.waiting.keeping import keep_pace
from balcao.service.waiting.tests.queueing import poisson, waited
from tests.cast import Cast
from tests.signing import PART, SignIn


def test_a_supervisor_sees_the_line_and_the_real_coverage(cast: Cast, sign_in: SignIn) -> None:
    waited(cast, poisson(clock.now() - timedelta(hours=40), 200))
    ticket = cast.ticket("joao", "sac", "Sofá quebrado")
    keep_pace(SYSTEM)
    told = sign_in("rita").get("/desk/waits/?days=7").content.decode()
    assert f"/desk/tickets/{ticket.protocol}/" in told
    assert "cover-aim" in told
    assert 'class="ranks"' in told
    assert told.count('class="moves-in"') == 24
    part = sign_in("rita").get("/desk/waits/", headers={**PART, "HX-Target": "div#queues"})
    assert "<html" not in part.content.decode()
    assert "Sofá quebrado" in part.content.decode()


def test_without_outcomes_the_page_says_so(cast: Cast, sign_in: SignIn) -> None:
    cast.ticket("joao", "sac", "Sofá quebrado")
    told = sign_in("rita").get("/desk/waits/?days=nada").content.decode()
    assert "Sofá quebrado" in told
    assert 'class="ranks"' not in told


@pytest.mark.parametrize("name", ["marina", "ana", "paulo", "beto", "lucia", "joao"])
def test_nobody_else_reads_a_queue(cast: Cast, sign_in: SignIn, name: str) -> None:
    cast.ticket("joao", "sac", "Sofá quebrado")
    answer = sign_in(name).get("/desk/waits/")
    assert "Sofá quebrado" not in answer.content.decode()
    assert "SAC" not in answer.content.decode()
