"""Templates that come along: welcoming, leaving, a new branch; whose tasks they are is said when taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from balcao.core.actor import Actor

from .actions import set_template
from .models import Template

Words = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template as it comes: its name, its form, and tasks by area instead of by inbox."""

    key: str
    names: Words
    form: tuple[Mapping[str, Any], ...]
    key_date: str
    tasks: tuple[tuple[str, str, Words, int, tuple[str, ...], Mapping[str, Any] | None], ...]

    @property
    def areas(self) -> list[str]:
        """The areas whose inboxes are asked for, in the order in which they come."""
        return list(dict.fromkeys(area for _key, area, *_rest in self.tasks))


def _field(key: str, kind: str, words: Words, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "labels": _by_language(words), **more}


def _by_language(words: Words) -> dict[str, str]:
    return {"pt-br": words[0], "en": words[1]}


def _is(field: str, value: bool | str) -> dict[str, Any]:
    return {"when": "all", "rules": [{"field": field, "operator": "is", "value": value}]}


_WHO = _field("who", "text", ("Quem", "Who"), is_required=True)
_PLACE = _field("place", "text", ("Onde vai trabalhar", "Where they will work"), is_required=True)
_NOTEBOOK = _field("notebook", "yes_no", ("Precisa de notebook?", "Is a notebook needed?"))
_PURCHASES = _field(
    "purchases", "yes_no", ("Faz compras ou pagamentos?", "Do they buy or pay anything?")
)
LIBRARY: Mapping[str, Shipped] = {
    one.key: one
    for one in (
        Shipped(
            "welcoming",
            ("Boas-vindas a quem chega", "Welcoming somebody new"),
            (
                _WHO,
                _field("first_day", "date", ("Primeiro dia", "First day"), is_required=True),
                _PLACE,
                _NOTEBOOK,
                _PURCHASES,
            ),
            "first_day",
            (
                (
                    "papers",
                    "people",
                    ("Contrato e documentos", "Contract and papers"),
                    -10,
                    (),
                    None,
                ),
                (
                    "account",
                    "it",
                    ("Conta, e-mail e acessos", "Account, mail and access"),
                    -5,
                    ("papers",),
                    None,
                ),
                (
                    "machine",
                    "it",
                    ("Preparar o notebook", "Prepare the notebook"),
                    -3,
                    ("account",),
                    _is("notebook", True),
                ),
                (
                    "desk",
                    "facilities",
                    ("Mesa, cadeira e crachá", "Desk, chair and badge"),
                    -3,
                    ("papers",),
                    None,
                ),
                (
                    "limits",
                    "finance",
                    ("Alçada e centro de custo", "Spending limit and cost centre"),
                    -2,
                    ("papers",),
                    _is("purchases", True),
                ),
                (
                    "welcome",
                    "people",
                    ("Recepção no primeiro dia", "Welcome on the first day"),
                    0,
                    ("account", "machine", "desk"),
                    None,
                ),
                (
                    "talk",
                    "people",
                    ("Conversa depois de um mês", "Talk after a month"),
                    22,
                    ("welcome",),
                    None,
                ),
            ),
        ),
        Shipped(
            "leaving",
            ("Despedida de quem sai", "Somebody leaves"),
            (
                _WHO,
                _field("last_day", "date", ("Último dia", "Last day"), is_required=True),
                _NOTEBOOK
                | {"labels": _by_language(("Tem notebook da empresa?", "Has a company notebook?"))},
                _PURCHASES,
            ),
            "last_day",
            (
                (
                    "handover",
                    "people",
                    ("Combinar a passagem do trabalho", "Agree on the handover"),
                    -5,
                    (),
                    None,
                ),
                (
                    "limits",
                    "finance",
                    ("Encerrar alçada e adiantamentos", "Close limits and advances"),
                    -2,
                    ("handover",),
                    _is("purchases", True),
                ),
                (
                    "access",
                    "it",
                    ("Encerrar contas e acessos", "Close accounts and access"),
                    0,
                    ("handover",),
                    None,
                ),
                (
                    "machine",
                    "it",
                    ("Receber o notebook", "Take back the notebook"),
                    0,
                    ("handover",),
                    _is("notebook", True),
                ),
                (
                    "badge",
                    "facilities",
                    ("Receber crachá e chaves", "Take back badge and keys"),
                    0,
                    ("handover",),
                    None,
                ),
                (
                    "settle",
                    "people",
                    ("Acerto e documentos", "Settlement and papers"),
                    5,
                    ("access", "machine", "badge", "limits"),
                    None,
                ),
            ),
        ),
        Shipped(
            "branch",
            ("Abrir uma filial", "Open a branch"),
            (
                _field(
                    "place", "text", ("Cidade e endereço", "City and address"), is_required=True
                ),
                _field("opening", "date", ("Dia da abertura", "Opening day"), is_required=True),
                _field("sells", "yes_no", ("Vende no local?", "Does it sell there?")),
            ),
            "opening",
            (
                (
                    "permits",
                    "finance",
                    ("Alvará e inscrição fiscal", "Permits and tax registration"),
                    -60,
                    (),
                    None,
                ),
                (
                    "works",
                    "facilities",
                    ("Obra, luz e água", "Building works, power and water"),
                    -45,
                    (),
                    None,
                ),
                (
                    "network",
                    "it",
                    ("Internet, rede e telefones", "Internet, network and phones"),
                    -20,
                    ("works",),
                    None,
                ),
                (
                    "tills",
                    "it",
                    ("Caixas e impressoras", "Tills and printers"),
                    -10,
                    ("network", "permits"),
                    _is("sells", True),
                ),
                (
                    "people",
                    "people",
                    ("Contratar e treinar a equipe", "Hire and train the team"),
                    -15,
                    ("permits",),
                    None,
                ),
                (
                    "check",
                    "facilities",
                    ("Vistoria final", "Final inspection"),
                    -2,
                    ("network", "tills", "people"),
                    None,
                ),
            ),
        ),
    )
}


def take(
    actor: Actor,
    key: str,
    inboxes: Mapping[str, int],
    *,
    team_id: int,
    inbox_id: int,
    owner_id: int,
    audience: Iterable[str],
    is_live: bool = True,
) -> Template:
    """A shipped template becomes a team's own; an area without an inbox of its own is the team's."""
    told = LIBRARY[key]
    tasks = [
        {
            "key": task,
            "titles": _by_language(titles),
            "words": {},
            "inbox": inboxes.get(area, inbox_id),
            "after": list(after),
            "condition": condition,
            "days": days,
        }
        for task, area, titles, days, after, condition in told.tasks
    ]
    content = {"form": list(told.form), "key_date": told.key_date, "tasks": tasks}
    return set_template(
        actor,
        _by_language(told.names),
        content,
        team_id=team_id,
        inbox_id=inbox_id,
        owner_id=owner_id,
        audience=audience,
        is_live=is_live,
    )
