from __future__ import annotations

import io
from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.errors import Conflict, Forbidden, NotFound
from balcao.core.tables import WrongFile
from balcao.service.assets import actions, queries
from balcao.service.assets.models import Asset, AssetImport, AssetLine
from tests.cast import Cast

from .conftest import NOW
from .owning import asset, notebooks

HEAD = "Patrimônio;Tipo;Descrição;Situação;E-mail do responsável;Local;Comprado em;Valor;Memória (GB);Disco;Cor"


def brought(cast: Cast, *lines: str, name: str = "ana", head: str = HEAD) -> AssetImport:
    file = io.BytesIO("\n".join([head, *lines]).encode("cp1252"))
    made = actions.import_assets(cast.actor(name), cast.teams["ti"].pk, file, "bens.csv")
    actions.check_all(made.pk)
    made.refresh_from_db()
    return made


def counted(made: AssetImport) -> tuple[int, int, int, int]:
    return made.added, made.changed, made.same, made.refused


def test_a_file_is_looked_through_shown_and_imported(cast: Cast) -> None:
    notebooks(cast)
    asset(cast, number="2", name="Velho", place="Sala 2")
    made = brought(
        cast,
        "1;Notebook;Latitude;em uso;carlos@entregas.example;Sala 1;02/01/2040;6.500,00;16;Mecânico;azul",
        "2;;;;;Sala 3;;;;;",
        "3;Nave;;;;;;;;;",
        "1;Notebook;De novo;;;;;;;;",
        "4;Notebook;X;;joao@cliente.example;;;;;;",
        '5;Notebook;"aberto;;;;;;;;',
        "6;Notebook;;;;;;;muita;;",
    )
    assert made.state == "checked"
    assert counted(made) == (1, 1, 0, 5)
    assert not Asset.objects.filter(number="1").exists()
    ana = cast.actor("ana")
    lines = queries.import_lines(ana, made.pk)
    assert [one["state"] for one in lines] == ["added", "changed", *["refused"] * 5]
    whys = [one["why"] for one in lines if one["why"]]
    assert [
        words in why
        for words, why in zip(
            ("no type “Nave”", "line 2", "Nobody who works here", "quotation", "Memory"),
            whys,
            strict=True,
        )
    ] == [True] * 5
    assert made.columns["ignored"] == ["Cor"]
    actions.begin_import(ana, made.pk)
    actions.import_all(made.pk)
    made.refresh_from_db()
    assert (made.state, *counted(made)) == ("done", 1, 1, 0, 5)
    found = queries.asset(ana, "1")
    assert (found["owner"], found["place"], str(found["price"])) == (
        "Carlos Dias",
        "Sala 1",
        "6500.00",
    )
    assert found["values"] == {"memory": "16", "disk": "hdd"}
    again = queries.asset(ana, "2")
    assert (again["place"], again["name"]) == ("Sala 3", "Velho")
    assert {one["state"] for one in queries.import_lines(ana, made.pk)} == {"refused"}


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    notebooks(cast)
    line = "1;Notebook;Latitude;em uso;;Sala 1;02/01/2040;6.500,00;1,5;ssd;"
    first = brought(cast, line)
    actions.begin_import(cast.actor("ana"), first.pk)
    actions.import_all(first.pk)
    assert counted(brought(cast, line)) == (0, 0, 1, 0)


def test_many_lines_go_in_batches(cast: Cast) -> None:
    notebooks(cast)
    made = brought(cast, *(f"A{n};Notebook;N {n};;;;;;;;" for n in range(260)))
    actions.begin_import(cast.actor("ana"), made.pk)
    actions.import_all(made.pk)
    assert Asset.objects.count() == 260
    with pytest.raises(Conflict):
        actions.begin_import(cast.actor("ana"), made.pk)


def test_a_number_of_another_team_is_refused(cast: Cast) -> None:
    notebooks(cast)
    asset(cast, "sac", number="1")
    assert counted(brought(cast, "1;Notebook;;;;;;;;;")) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"Nome;Tipo\nX;Y", "a column for: Asset number"),
        (b"Numero;Tipo;Patrimonio\n1;2;3", "Two columns"),
        (b"Numero;Tipo\n", "no asset below"),
        (b"PK\x03\x04", "spreadsheet"),
    ],
)
def test_what_is_no_table_of_assets_is_refused(cast: Cast, content: bytes, why: str) -> None:
    with pytest.raises(WrongFile, match=why):
        actions.import_assets(cast.actor("ana"), cast.teams["ti"].pk, io.BytesIO(content), "x.csv")


def test_files_are_their_team_s(cast: Cast) -> None:
    notebooks(cast)
    made = brought(cast, "1;Notebook;;;;;;;;;")
    for name in ("marina", "paulo", "carlos", "zoe"):
        with pytest.raises(NotFound):
            queries.import_of(cast.actor(name), made.pk)
        with pytest.raises(NotFound):
            actions.begin_import(cast.actor(name), made.pk)
        with pytest.raises((NotFound, Forbidden)):
            actions.import_assets(
                cast.actor(name), cast.teams["ti"].pk, io.BytesIO(b"Numero\n1"), "x.csv"
            )
    with pytest.raises(NotFound):
        actions.import_assets(
            cast.actor("beto"), cast.teams["rh"].pk, io.BytesIO(b"Numero\n1"), "x.csv"
        )


def test_files_nobody_needs_are_forgotten(cast: Cast) -> None:
    notebooks(cast)
    made = brought(cast, "1;Notebook;;;;;;;;;")
    with clock.at(NOW + timedelta(days=8)):
        assert actions.forget_old_imports() == 1
    assert not AssetLine.objects.filter(imported=made).exists()
