"""How ways of reading look: with a browser, by a token, and everything as one text."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client

from .world import Visitor


def browser(visitor: Visitor) -> Client:
    """The visitor's browser, signed in as they are."""
    client = Client(raise_request_exception=False)
    if visitor.session:
        store = SessionStore()
        store.update(visitor.session)
        store.create()
        client.cookies["sessionid"] = store.session_key or ""
    return client


def told(response: Any) -> str:
    """Everything a response says: headers and body."""
    body = response.getvalue() if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{head}\n\n{body.decode('utf-8', 'replace')}"


def text(*things: object) -> str:
    return json.dumps(things, cls=DjangoJSONEncoder, ensure_ascii=False, default=str)


def by_token(visitor: Visitor, *paths: str) -> str:
    """What a token of the visitor's reads at these addresses of the API; nothing without one."""
    asked = {"Authorization": f"Bearer {visitor.token}"} if visitor.token else {}
    return "".join(told(Client().get(f"/api/v1{path}", headers=asked)) for path in paths)
