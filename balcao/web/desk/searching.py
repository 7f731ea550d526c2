from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from balcao.service.tickets import rules

from .. import hats


def search(request: HttpRequest) -> HttpResponse:
    """Go straight to a protocol; look anything else up among people."""
    hats.agent(request)
    query = request.GET.get("q", "").strip()
    protocol = rules.read_protocol(query)
    if protocol:
        return HttpResponseRedirect(reverse("desk:ticket", args=[protocol]))
    return HttpResponseRedirect(f"{reverse('desk:people')}?{urlencode({'q': query})}")
