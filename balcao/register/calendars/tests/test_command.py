"""The command `balcao calendar due`, as scripts use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from balcao.cli import main

from .test_rules import SHOP

PAUSE = "2026-05-02T10:00:00-03:00/2026-05-04T08:30:00-03:00"
START = ("--start", "2026-04-30T17:00:00-03:00")


def asked(tmp_path: Path, definition: Any, *words: str) -> Result:
    file = tmp_path / "loja.json"
    file.write_text(definition if isinstance(definition, str) else json.dumps(definition))
    return CliRunner().invoke(main, ["calendar", "due", str(file), *words])


def test_six_hours_with_a_pause_are_due_with_every_interval(tmp_path: Path) -> None:
    told = asked(tmp_path, SHOP, *START, "--target", "6h", "--pause", PAUSE)
    assert told.exit_code == 0
    answer = json.loads(told.stdout)
    assert answer["due"] == "2026-05-04T11:30:00-03:00"
    spans = [(one["from"], one["to"]) for one in answer["intervals"]]
    assert spans[0][0] == "2026-04-30T17:00:00-03:00"
    assert [span[0] for span in spans[1:]] == [span[1] for span in spans[:-1]]
    assert spans[-1][1] == answer["due"]
    running = [one["seconds"] for one in answer["intervals"] if one["state"] == "running"]
    assert running == [3_600, 7_200, 10_800]
    assert all(one["reason"] for one in answer["intervals"])
    assert any("Dia do Trabalhador" in one["reason"] for one in answer["intervals"])


def test_business_days_end_with_a_day_and_a_pause_moves_them_by_its_open_time(
    tmp_path: Path,
) -> None:
    week = {day: SHOP["weekly"][day] for day in ("mon", "tue", "wed", "thu", "fri")}
    office = {**SHOP, "weekly": week}
    for start, due in (("2026-04-16", "2026-04-22"), ("2026-12-23", "2026-12-29")):
        told = asked(tmp_path, office, "--start", f"{start}T10:00:00-03:00", "--target", "3d")
        assert json.loads(told.stdout)["due"] == f"{due}T18:00:00-03:00"
        assert json.loads(told.stdout)["intervals"][-1]["to"] == f"{due}T18:00:00-03:00"

    paused = "2026-04-17T10:00:00-03:00/2026-04-17T12:00:00-03:00"
    told = asked(
        tmp_path,
        office,
        "--start",
        "2026-04-16T10:00:00-03:00",
        "--target",
        "3d",
        "--pause",
        paused,
    )
    answer = json.loads(told.stdout)
    assert answer["due"] == "2026-04-23T10:00:00-03:00"
    assert [one["seconds"] for one in answer["intervals"] if one["state"] == "paused"] == [7_200]


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ({**SHOP, "weekly": {}}, (*START, "--target", "6h")),
        ({**SHOP, "zone": "Nowhere"}, (*START, "--target", "6h")),
        ("{", (*START, "--target", "6h")),
        ('{"name": "a", "name": "b"}', (*START, "--target", "6h")),
        ("[" * 100_000, (*START, "--target", "6h")),
        (SHOP, (*START, "--target", "soon")),
        (SHOP, ("--start", "2026-04-30T17:00:00", "--target", "6h")),
        (SHOP, (*START, "--target", "6h", "--pause", "2026-05-02T10:00:00-03:00")),
        (SHOP, (*START, "--target", "6h", "--pause", "/".join(reversed(PAUSE.split("/"))))),
        (SHOP, (*START, "--target", "3d", "--pause", "2026-04-30T17:30:00-03:00/")),
        (SHOP, (*START, "--target", "6h", "--pause", "2026-04-30T17:30:00-03:00/")),
        (SHOP, (*START, "--target", "900000h")),
        (SHOP, START),
    ],
)
def test_what_is_refused_exits_two_with_the_reason(
    tmp_path: Path, definition: Any, words: tuple[str, ...]
) -> None:
    told = asked(tmp_path, definition, *words)
    assert told.exit_code == 2
    assert told.stderr
    assert not told.stdout


def test_neither_database_nor_data_folder_are_needed(tmp_path: Path) -> None:
    words = [*START, "--target", "6h"]
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from balcao.cli import main; main()",
            "calendar",
            "due",
            "-",
            *words,
        ],
        input=json.dumps(SHOP),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[4])},
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["due"] == "2026-05-04T09:00:00-03:00"
    assert not list(tmp_path.iterdir())
