"""How one wants to be treated: each answer is a fact, told by its person themselves."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from balcao.core.text import N_
from balcao.register.people import queries as people
from balcao.register.profile import actions as profile

from .. import hats
from ..pages import page
from . import asked

ORIGIN = N_("themselves")
CHANNELS = [
    ("", gettext_lazy("No preference")),
    ("email", gettext_lazy("E-mail")),
    ("portal", gettext_lazy("This site")),
    ("phone", gettext_lazy("Phone")),
]
BASES = {"accessibility_need": "consent"}


class PreferencesForm(forms.Form):
    """What a person tells of themselves."""

    preferred_name = forms.CharField(max_length=80, required=False)
    preferred_channel = forms.ChoiceField(choices=CHANNELS, required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    contact_hours = forms.CharField(max_length=80, required=False)
    accessibility_need = forms.CharField(max_length=200, required=False)


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """See and change one's own preferences."""
    actor = hats.person(request)
    assert actor.person_id is not None
    known = people.sheet(actor, actor.person_id)
    now: dict[str, str] = {name: str(known[name]) for name in PreferencesForm.base_fields}  # type: ignore[literal-required]
    now["language"] = now["language"] or settings.LANGUAGE_CODE
    form = PreferencesForm(request.POST if request.method == "POST" else now)
    if request.method == "POST" and form.is_valid():
        for name in (name for name, told in form.cleaned_data.items() if told != now[name]):
            profile.learn(
                actor,
                actor.person_id,
                name,
                form.cleaned_data[name],
                origin=ORIGIN,
                lawful_basis=BASES.get(name, "legitimate_interest"),
            )
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("entrance:preferences"))
    context = {
        "actor": actor,
        "form": form,
        "person": known,
        "channels": CHANNELS,
        "asked": asked.sides(actor),
        "announced": asked.sides(actor, asked.ANNOUNCED),
        "site_languages": settings.LANGUAGES,
        "is_account": request.user.is_authenticated,
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "entrance/preferences.html", context, status=status)
