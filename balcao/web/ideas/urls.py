from __future__ import annotations

from django.urls import path

from . import acts, board, bringing, home, idea, settings, trying, writing

app_name = "ideas"
_BOARD = "quadros/<int:board_id>"

urlpatterns = [
    path("", home.home, name="home"),
    path("novidades/", home.seen, name="seen"),
    path("chamado/<str:protocol>/", bringing.bring, name="bring"),
    path("quadros/novo/", settings.new, name="new"),
    path(f"{_BOARD}/", board.board, name="board"),
    path(f"{_BOARD}/voto/", board.vote, name="vote"),
    path(f"{_BOARD}/escrever/", writing.write, name="write"),
    path(f"{_BOARD}/parecidas/", writing.similar, name="similar"),
    path(f"{_BOARD}/mudar/", settings.change, name="settings"),
    path(f"{_BOARD}/encerrar/", settings.close, name="close"),
    path(f"{_BOARD}/reabrir/", settings.reopen, name="reopen"),
    path(f"{_BOARD}/rodada/", settings.open_round, name="open_round"),
    path(f"{_BOARD}/rodada/encerrar/", settings.close_round, name="close_round"),
    path("<int:idea_id>/", idea.idea, name="idea"),
    path("<int:idea_id>/comentar/", acts.comment, name="comment"),
    path("<int:idea_id>/responder/", acts.answer, name="answer"),
    path("<int:idea_id>/esconder/", acts.hide, name="hide"),
    path("<int:idea_id>/mostrar/", acts.unhide, name="unhide"),
    path("<int:idea_id>/juntar/", acts.merge, name="merge"),
    path("<int:idea_id>/separar/", acts.part, name="part"),
    path("<int:idea_id>/experimentar/", trying.begin, name="begin"),
    path("experimentos/<int:experiment_id>/decidir/", trying.decide, name="decide"),
    path("comentarios/<int:comment_id>/esconder/", acts.hide_comment, name="hide_comment"),
    path("comentarios/<int:comment_id>/mostrar/", acts.unhide_comment, name="unhide_comment"),
]
