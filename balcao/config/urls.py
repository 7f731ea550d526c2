"""Every address of the house."""

from __future__ import annotations

from django.urls import include, path

from balcao.web import refusals
from balcao.web.api.app import api

urlpatterns = [
    path("responder/", include("balcao.web.answering.urls")),  # first: by the hundred a second
    path("api/v1/", api.urls),
    path("administracao/aprovacoes/", include("balcao.web.approving.rule_urls")),
    path("administracao/catalogo/", include("balcao.web.catalog.offering_urls")),
    path("administracao/pacotes/", include("balcao.web.bundles.builder_urls")),
    path("administracao/pesquisas/", include("balcao.web.surveys.urls")),
    path("administracao/", include("balcao.web.administration.urls")),
    path("comunicados/", include("balcao.web.announcements.urls")),
    path("desk/", include("balcao.web.queue.urls")),
    path("desk/", include("balcao.web.agenda.urls")),
    path("desk/", include("balcao.web.desk.urls")),
    path("entre-areas/", include("balcao.web.between.urls")),
    path("pacotes/", include("balcao.web.bundles.urls")),
    path("lacunas/", include("balcao.web.gap.urls")),
    path("jornadas/", include("balcao.web.journeys.urls")),
    path("conhecimento/", include("balcao.web.knowledge.urls")),
    path("melhorias/", include("balcao.web.loop.urls")),
    path("mudancas/", include("balcao.web.changes.urls")),
    path("numeros/", include("balcao.web.figures.urls")),
    path("problemas/", include("balcao.web.problems.urls")),
    path("resultados/temas/", include("balcao.web.themes.urls")),
    path("resultados/", include("balcao.web.results.urls")),
    path("aprovacoes/", include("balcao.web.approving.urls")),
    path("aprovar/", include("balcao.web.approving.link_urls")),
    path("pedir/", include("balcao.web.catalog.urls")),
    path("sugestoes/", include("balcao.web.ideas.urls")),
    path("conteudo/", include("balcao.web.files")),
    path("status/", include("balcao.web.status.urls")),
    path("", include("balcao.web.assets.urls")),
    path("", include("balcao.web.help.urls")),
    path("", include("balcao.web.entrance.urls")),
    path("", include("balcao.web.portal.urls")),
]

handler400 = refusals.bad_request
handler403 = refusals.permission_denied
handler404 = refusals.not_found
handler500 = refusals.server_error
handler429 = refusals.too_many
