"""The service catalog of Móveis Boa Praça, for each of its audiences."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from balcao.core.actor import SYSTEM
from balcao.register.access.actors import Level, actor_of
from balcao.service.approvals.models import Rule
from balcao.service.catalog import actions

from .company import Registered
from .roster import HOUSE

_TOLD = Path(__file__).with_name("catalog.toml")
_FIXED: dict[str, Any] = {"sim": True, "nao": False}


def offer(known: Registered) -> None:
    """Areas, services and items, offered at the instant told; approval by the rule of that name."""
    keeper = actor_of(known.persons[f"beto@{HOUSE}"], Level.STRONG)
    for area in _told()["area"]:
        made = actions.add_area(keeper, _words(area["name"]), icon=area["icon"])
        for service in area["service"]:
            shelf = actions.add_service(keeper, made.pk, _words(service["name"]))
            for item in service["item"]:
                _offer(known, shelf.pk, area["team"], item)


def _offer(known: Registered, service_id: int, team: str, told: dict[str, Any]) -> None:
    inbox = known.inboxes[team].pk
    item = actions.add_item(SYSTEM, service_id, inbox, _words(told["name"]))
    rule = Rule.objects.filter(name=told.get("rule", ""), is_active=True).first()
    said: dict[str, Any] = {
        "summary": _words(told["summary"]),
        "promise": _words(told["promise"]),
        "steps": [_words(step) for step in told["steps"]],
        "price": told.get("price"),
        "audience": told["audience"],
        "owner": f"{told['owner']}@{HOUSE}",
        "icon": told["icon"],
        "form": [_field(field) for field in told["fields"]],
        "amount_field": told.get("amount", ""),
        "rule_id": rule.pk if rule else None,
        "code_above": told.get("code_above"),
    }
    actions.change_item(SYSTEM, item.pk, said)
    actions.publish_item(SYSTEM, item.pk)


def _field(told: dict[str, Any]) -> dict[str, Any]:
    key, kind, label = told["ask"].split(" ", 2)
    names = {"at_least": "least", "at_most": "most", "decimals": "decimals"}
    field = {
        "key": key,
        "kind": kind.removesuffix("!"),
        "labels": _words(label),
        "is_required": kind.endswith("!"),
        "limits": {name: told[word] for name, word in names.items() if word in told},
    }
    if "options" in told:
        pairs = [option.split(":", 1) for option in told["options"]]
        field["options"] = [{"value": value, "labels": _words(said)} for value, said in pairs]
    if "if" in told:
        other, operator, value = told["if"].split(" ", 2)
        rule = {"field": other, "operator": operator, "value": _FIXED.get(value, value)}
        field["shown_if"] = {"when": "all", "rules": [rule]}
    if "is" in told:
        field["default"] = _default(*told["is"].split(" ", 1))
    return field


def _default(source: str, part: str) -> dict[str, Any]:
    names = {"requester": "what", "template": "text", "field": "field", "value": "value"}
    if source in names:
        return {"from": source, names[source]: part}
    return {"from": source, "days": int(part)}


def _words(told: str) -> dict[str, str]:
    portuguese, _bar, english = told.partition(" | ")
    return {"pt-br": portuguese, "en": english or portuguese}


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(_TOLD.read_text("utf-8"))
