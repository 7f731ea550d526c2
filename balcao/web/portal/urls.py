from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from . import (
    answered,
    asking,
    following,
    home,
    orders,
    outbox,
    promises,
    tickets,
    told,
    visiting,
    waiting,
)

app_name = "portal"
_TICKET = "chamados/<str:protocol>"

urlpatterns = [
    path("", home.home, name="home"),
    path("lado/", home.change_side, name="change_side"),
    path("idioma/", set_language, name="language"),
    path("novo/", asking.ask, name="ask"),
    path("escrever/", visiting.ask, name="visit"),
    path("escrever/recebido/", visiting.received, name="received"),
    path("acompanhar/", following.follow, name="follow"),
    path("acompanhar/codigo/", following.code, name="follow_code"),
    path("chamados/", tickets.listing, name="tickets"),
    path(f"{_TICKET}/", tickets.ticket, name="ticket"),
    path(f"{_TICKET}/andamento/", tickets.standing, name="standing"),
    path(f"{_TICKET}/responder/", tickets.answer, name="answer"),
    path(f"{_TICKET}/reabrir/", tickets.reopen, name="reopen"),
    path(f"{_TICKET}/espera/", waiting.wait, name="wait"),
    path(f"{_TICKET}/pessoa/", waiting.human, name="human"),
    path(f"{_TICKET}/ligacao/", waiting.call, name="call"),
    path(f"{_TICKET}/ligacao/desistir/", waiting.cancel_call, name="cancel_call"),
    path(f"{_TICKET}/prazos/", promises.explained, name="promised"),
    path("pedidos/", orders.listing, name="orders"),
    path("respondidas/", answered.listing, name="answered"),
    path("disseram/", told.listing, name="told"),
    path("promessas/", promises.published, name="promises"),
    path("caixa-de-saida/", outbox.listing, name="outbox"),
    path("caixa-de-saida/<str:mail>/", outbox.mail, name="outbox_mail"),
    path("caixa-de-saida/<str:mail>/conteudo/", outbox.content, name="outbox_content"),
]
