"""Articles with words planted in them for each kind of reader."""

from __future__ import annotations

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.service.knowledge import actions, queries, rules
from tests.cast import Cast

from .lure import LURE, planted

_PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def written(cast: Cast) -> None:
    """A public article with parts for two kinds of insiders and an older version; one for customers,
    one for a confidential team alone, a draft of it, and one that was withdrawn."""
    rita, sac, rh = cast.actor("rita"), cast.teams["sac"].pk, cast.teams["rh"].pk
    shelf = actions.add_category(rita, {"pt-br": "Compras", "en": "Buying"}).pk
    made = actions.begin(
        rita,
        sac,
        planted("artigopublico"),
        planted("versaoantiga"),
        audience=["public"],
        category_id=shelf,
        review_on=clock.today() + clock.ONE_DAY,
    )
    shown = actions.add_picture(rita, made.pk, "a.png", _PNG)
    actions.write(
        rita,
        made.pk,
        planted("artigopublico"),
        f"Todos.\n\n::: interno\n## {planted('artigodedentro')}\n\n"
        f"![{LURE}]({rules.picture_address(shown.pk)})\n:::\n\n"
        f"::: para prestadores\n{planted('artigoprestador')}\n:::\n\nFim.",
    )
    actions.publish(rita, made.pk)
    actions.write(rita, made.pk, planted("titulonovo"), "Ainda não.")
    for word, team, audience in (
        ("artigocliente", sac, ["customer"]),
        ("artigoequipe", rh, [f"team:{rh}"]),
        ("artigoretirado", sac, ["public"]),
    ):
        body = f"Texto.\n\n{planted(f'{word}corpo')}"
        one = actions.begin(SYSTEM, team, planted(word), body, audience=audience, category_id=shelf)
        actions.publish(SYSTEM, one.pk)
    actions.withdraw(rita, one.pk)
    actions.begin(cast.actor("paulo"), rh, planted("rascunhoartigo"), planted("rascunhocorpo"))
    queries.search(cast.actor("joao"), "buscadavao")
    actions.give_feedback(cast.actor("joao"), made.slug, "pt-br", False, planted("opiniaoartigo"))
