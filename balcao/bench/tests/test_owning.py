from __future__ import annotations

from balcao.bench import owning
from balcao.core.importing import State
from balcao.service.assets import actions
from balcao.service.assets.models import Asset, AssetImport
from tests.cast import Cast


def test_every_line_of_the_file_becomes_an_asset(cast: Cast) -> None:
    def until(made: AssetImport, state: State) -> None:
        step = actions.check_all if state is State.CHECKED else actions.import_all
        step(made.pk)

    assert owning.timed(40, until) > 0
    assert Asset.objects.filter(values__memoria__isnull=False).count() == 40
