"""What is asked of other areas, because of a customer's ticket or as a bundle, with words planted in it."""

from __future__ import annotations

from balcao.core.actor import SYSTEM, Hat
from balcao.service.between import actions
from balcao.service.bundles import actions as bundles
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .lure import planted


def asked_inside(cast: Cast, ticket: Ticket) -> None:
    """Because of João's ticket Rita asks TI, and the confidential RH; both answer, and write notes."""
    rita = cast.actor("rita")
    for area, agent in (("ti", "ana"), ("rh", "paulo")):
        said = Said(planted(f"palavrapedida{area}"))
        inbox = cast.inboxes[area].pk
        asked = actions.ask(rita, ticket.pk, inbox, planted(f"assuntopedido{area}"), said)
        answerer = cast.actor(agent)
        answer = Said(planted(f"respostapedida{area}"))
        tickets.reply(answerer, asked.inner_id, answer, then="open")
        tickets.note(answerer, asked.inner_id, Said(planted(f"notapedida{area}")))


def bundled(cast: Cast) -> None:
    """RH offers employees a bundle; Lia asks for it, and its only task goes to RH itself."""
    rh, inbox = cast.teams["rh"].pk, cast.inboxes["rh"].pk
    field = {"key": "who", "kind": "text", "labels": {"pt-br": "Quem"}}
    words = {"pt-br": planted("instrucaopacote")}
    task = {"key": "first", "titles": {"pt-br": "Receber"}, "words": words, "inbox": inbox}
    template = bundles.set_template(
        SYSTEM,
        {"pt-br": "Pacote"},
        {"form": [field], "tasks": [task]},
        team_id=rh,
        inbox_id=inbox,
        owner_id=cast.people["paulo"].pk,
        audience=["employee"],
        is_live=True,
    )
    lia = cast.actor("lia").wearing(Hat.INTERNAL)
    bundles.start(lia, template.pk, {"who": planted("quempacote")})
    _drafted(cast)


def _drafted(cast: Cast) -> None:
    """SAC writes a template that nobody is offered yet."""
    sac, inbox = cast.teams["sac"].pk, cast.inboxes["sac"].pk
    labels = {"pt-br": planted("campomodelo")}
    titles = {"pt-br": planted("tarefamodelo")}
    bundles.set_template(
        SYSTEM,
        {"pt-br": planted("nomemodelo")},
        {
            "form": [{"key": "who", "kind": "text", "labels": labels}],
            "tasks": [{"key": "first", "titles": titles, "inbox": cast.inboxes["ti"].pk}],
        },
        team_id=sac,
        inbox_id=inbox,
        owner_id=cast.people["rita"].pk,
        audience=["employee"],
        is_live=False,
    )
