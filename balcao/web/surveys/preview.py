from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from balcao.core.errors import NotFound
from balcao.listening.surveys import queries
from balcao.listening.surveys.rules import LANGUAGES, of_content

from ..components import answering
from ..pages import is_fragment, page
from .asking import asker, language

NAMES = {"pt-br": "Português", "en": "English"}
TAGS = {"pt-br": "pt-BR", "en": "en"}


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The survey as a respondent walks through it, as written now or as a version was sent.

    Nothing is kept of what is answered here.
    """
    actor = asker(request)
    survey, speaking = queries.survey(actor, survey_id), language(request)
    number = request.GET.get("version", "")
    if number:
        about = queries.version(actor, survey_id, _number(number))
        asked, address = of_content(about), f"?lang={speaking}&version={_number(number)}"
    else:
        about, asked, address = survey, queries.questions(actor, survey_id), f"?lang={speaking}"
    form = request.POST if request.method == "POST" else _brought(request)
    walk = answering.walk(asked, form, speaking)
    here = reverse("surveys:preview", args=[survey_id])
    part = answering.drawn(request, walk, about, speaking, here + address, is_preview=True)
    if is_fragment(request):
        return HttpResponse(part)
    other = next(one for one in LANGUAGES if one != speaking)
    context: dict[str, Any] = {
        "title": f"{_('Preview')}: {survey['name']}",
        "part": part,
        "other": {
            "href": here + address.replace(f"lang={speaking}", f"lang={other}"),
            "label": NAMES[other],
            "lang": TAGS[other],
        },
    }
    return page(request, "answering/page.html", context)


def _brought(request: HttpRequest) -> QueryDict:
    """Answers that the address brings along, as a link in a mail does; never a step."""
    form = request.GET.copy()
    for name in ("step", "go"):
        form.pop(name, None)
    return form


def _number(told: str) -> int:
    if not (told.isascii() and told.isdigit() and len(told) < 9):
        raise NotFound()
    return int(told)
