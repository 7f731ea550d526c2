from __future__ import annotations

from itertools import pairwise

import pytest
from procrastinate.contrib.django import app

from balcao.service.delivery.waking import SEND, TAKE_IN


@pytest.mark.parametrize("name", [TAKE_IN, SEND])
def test_a_lost_wake_is_made_up_for_within_ten_seconds(name: str) -> None:
    (periodic,) = (
        each for each in app.periodic_registry.periodic_tasks.values() if each.task.name == name
    )
    cron = periodic.croniter
    noon = 1_800_000_000.0
    instants = [cron.get_next(ret_type=float, start_time=noon)]
    for _ in range(20):
        instants.append(cron.get_next(ret_type=float, start_time=instants[-1]))
    gaps = {later - earlier for earlier, later in pairwise(instants)}
    assert gaps == {10.0}
