"""The API as one object, mounted under /api/v1/."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from . import (
    actions,
    agenda,
    announcements,
    approvals,
    asking,
    assets,
    attachments,
    balance,
    between,
    bundles,
    calendars,
    catalog,
    changes,
    gaps,
    ideas,
    journeys,
    knowledge,
    known_errors,
    loop,
    messages,
    orders,
    people,
    presence,
    problems,
    promises,
    results,
    searching,
    status,
    surveying,
    tickets,
    waits,
)
from .bearer import Bearer


class Api(NinjaAPI):
    """NinjaAPI whose every refusal, documented or not, is a problem document."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told)
        self._drawn: dict[str, OpenAPISchema] = {}

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses, each view answering in problem documents where it refuses."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = problems.speaking_problems(pattern.callback)
        return patterns, app_name, namespace

    def get_openapi_schema(self, **told: Any) -> OpenAPISchema:
        """OpenAPI 3.1, with problem documents under their own media type; drawn once for all."""
        where = repr(sorted(told.items()))
        if where not in self._drawn:
            self._drawn[where] = problems.described(super().get_openapi_schema(**told))
        return self._drawn[where]


api = Api(
    title="Balcão",
    version="1",
    description=(
        "Tickets, messages, people and search of a service desk. A token acts as its person and"
        " sees what that person sees: whatever is outside that scope answers as what does not"
        " exist. Lists are pages: give `next` back as `cursor`."
    ),
    urls_namespace="api",
    docs_url=None,
    auth=Bearer(),
)
problems.register(api)
for router in (
    tickets,
    messages,
    promises,
    actions,
    attachments,
    people,
    searching,
    calendars,
    catalog,
    agenda,
    waits,
    presence,
    balance,
    between,
    bundles,
    journeys,
    knowledge,
    loop,
    ideas,
    announcements,
    approvals,
    orders,
    assets,
    status,
    results,
    surveying,
    asking,
    known_errors,
    changes,
    gaps,
):
    api.add_router("", router.router)
