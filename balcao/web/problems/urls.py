from __future__ import annotations

from django.urls import path

from . import acts, beside, consenting, listing, problem, telling, writing

app_name = "problems"
_ONE = "<int:problem_id>"
_SENT = "mensagens/<int:broadcast_id>"

urlpatterns = [
    path("", listing.listing, name="home"),
    path("novo/", writing.new, name="new"),
    path("sugestoes/<int:candidate_id>/aceitar/", acts.take, name="take"),
    path("sugestoes/<int:candidate_id>/descartar/", acts.dismiss, name="dismiss"),
    path("chamado/<str:protocol>/juntar/", beside.attach, name="attach_here"),
    path(f"{_SENT}/", telling.progress, name="sent"),
    path(f"{_SENT}/parar/", telling.stop, name="stop"),
    path("pedidos/<int:consent_id>/aceitar/", consenting.agree, name="agree"),
    path("pedidos/<int:consent_id>/recusar/", consenting.decline, name="decline"),
    path(f"{_ONE}/", problem.problem, name="problem"),
    path(f"{_ONE}/mudar/", writing.change, name="change"),
    path(f"{_ONE}/estado/", acts.move, name="move"),
    path(f"{_ONE}/passar/", acts.give, name="give"),
    path(f"{_ONE}/chamados/", acts.attach, name="attach"),
    path(f"{_ONE}/chamados/soltar/", acts.detach, name="detach"),
    path(f"{_ONE}/mensagem/", telling.write, name="write"),
]
