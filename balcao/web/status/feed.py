"""What fails and works again, as a feed that is the same for whoever asks."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from balcao.core.actor import NOBODY
from balcao.service.status import queries

from ..pages import is_held
from . import words

LISTED = 30
SECONDS = 60


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What everybody is told, each update an entry, the newest first."""
    mark = f'W/"{queries.edition(NOBODY)}"'
    if is_held(request, mark):
        response = HttpResponse(status=304)
    else:
        with translation.override(settings.LANGUAGE_CODE):
            response = HttpResponse(_written(), content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = mark
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def _written() -> str:
    here = f"{settings.BASE_URL}{reverse('status:feed')}"
    home = f"{settings.BASE_URL}{reverse('status:home')}"
    feed = Atom1Feed(
        title=_("Status"), link=home, description="", feed_url=here, language=settings.LANGUAGE_CODE
    )
    found, _following = queries.incidents(NOBODY, limit=LISTED)
    told = [(each, words.incident(one)) for one in found for each in one["updates"]]
    for update, one in sorted(told, key=lambda pair: -pair[0]["id"])[:LISTED]:
        address = f"{settings.BASE_URL}{reverse('status:incident', args=[one['id']])}"
        feed.add_item(
            title=f"{one['title']}: {words.state(update['state'])}",
            link=address,
            description=words.said(update["words"]),
            unique_id=f"{address}#{update['id']}",
            updateddate=update["at"],
            pubdate=update["at"],
        )
    return feed.writeString("utf-8")
