"""The first run: a one-time code from the command line makes the first administrator."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import auth
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.actor import SYSTEM, Grant, Role
from balcao.core.errors import NotFound, Refusal
from balcao.register.access import queries as access
from balcao.register.access.actions import (
    Purpose,
    set_grant,
    set_membership,
    set_password,
    spend,
    use_code,
)
from balcao.register.people import actions as people
from balcao.register.teams.actions import add_team
from balcao.service.inboxes.actions import add_inbox

from ..pages import page
from ..places import place
from .links import BACKEND

TRIES = 20
HOUR = 3600


class FoundingForm(forms.Form):
    """What a desk needs before anybody can work at it."""

    code = forms.CharField(max_length=20)
    company = forms.CharField(max_length=160)
    name = forms.CharField(max_length=160)
    email = forms.EmailField(max_length=254)
    password = forms.CharField(max_length=1000, strip=False)
    team = forms.CharField(max_length=80)
    inbox = forms.EmailField(max_length=254)

    def clean_password(self) -> str:
        """The same rules as for every password."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """An inbox is the team's address, not a person's."""
        told = super().clean() or {}
        if told.get("inbox") and told.get("inbox", "").lower() == told.get("email", "").lower():
            raise ValidationError(
                {"inbox": gettext_lazy("The team needs an address of its own, not a person's.")}
            )
        return told


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """Ask for the code and the first administrator; nothing is here once there is one."""
    if access.has_administrator(SYSTEM):
        raise NotFound()
    if request.method == "GET":
        first = FoundingForm(initial={"team": _("Customer service")})
        return page(request, "entrance/founding.html", {"form": first, "refused": ""})
    spend("first_run", place(request), limit=TRIES, seconds=HOUR)
    form = FoundingForm(request.POST)
    refused = ""
    if form.is_valid():
        user, refused = _founded(form.cleaned_data)
        if user is not None:
            auth.login(request, user, backend=BACKEND)
            record_authentication(request, user, "password", reauthenticated=True)
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
    context = {"form": form, "refused": refused}
    return page(request, "entrance/founding.html", context, status=422)


def _founded(told: dict[str, Any]) -> tuple[Any, str]:
    """The account, or why not. A wrong code costs a try; a refusal behind a good one costs nothing."""
    with transaction.atomic():
        try:
            use_code(Purpose.FIRST_RUN, told["code"])
        except Refusal as refusal:
            return None, str(refusal.message)
        try:
            return found_company(told), ""
        except Refusal as refusal:
            transaction.set_rollback(True)
            return None, str(refusal.message)


@transaction.atomic
def found_company(told: dict[str, Any]) -> Any:
    """The company, its first team with an inbox, and the administrator's account."""
    company = people.add_organization(SYSTEM, told["company"], "house")
    person = people.register_person(
        SYSTEM,
        told["name"],
        email=told["email"],
        is_work=True,
        is_verified=True,
        language=get_language(),
    )
    people.begin_relationship(SYSTEM, person.pk, "employee", organization_id=company.pk)
    set_grant(SYSTEM, person.pk, Grant.ADMINISTRATOR, held=True)
    team = add_team(SYSTEM, told["team"], signature=f"{told['team']}\n{company.name}")
    add_inbox(SYSTEM, told["inbox"], team.pk, "external", told["team"])
    set_membership(SYSTEM, person.pk, team.pk, Role.SUPERVISOR)
    return set_password(SYSTEM, person.pk, told["email"], told["password"])
