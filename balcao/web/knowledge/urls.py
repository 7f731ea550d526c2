from __future__ import annotations

from django.urls import path

from . import acts, home, pictures, related, shelves, versions, worklists, writing

app_name = "knowledge"

_ONE = "<int:article_id>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("novo/", writing.new, name="new"),
    path("previa/", writing.preview, name="preview"),
    path("revisar/", worklists.due, name="due"),
    path("buscas/", worklists.searches, name="searches"),
    path("buscas/resolver/", worklists.settle_search, name="settle_search"),
    path("opinioes/", worklists.feedback, name="feedback"),
    path("opinioes/<int:feedback_id>/", worklists.settle_feedback, name="settle_feedback"),
    path("categorias/", shelves.shelves, name="shelves"),
    path("categorias/<int:category_id>/", shelves.shelf, name="shelf"),
    path("categorias/<int:category_id>/tirar/", shelves.remove, name="remove_shelf"),
    path("imagem/<uuid:picture_id>", pictures.serve, name="picture"),
    path(_ONE, writing.write, name="article"),
    path(f"{_ONE}imagens/", pictures.add, name="add_picture"),
    path(f"{_ONE}propriedades/", writing.settle, name="settle"),
    path(f"{_ONE}relacionados/", related.related, name="related"),
    path(f"{_ONE}entregar/", acts.submit, name="submit"),
    path(f"{_ONE}publicar/", acts.publish, name="publish"),
    path(f"{_ONE}agendar/", acts.schedule, name="schedule"),
    path(f"{_ONE}desagendar/", acts.unschedule, name="unschedule"),
    path(f"{_ONE}retirar/", acts.withdraw, name="withdraw"),
    path(f"{_ONE}conferir/", acts.review, name="review"),
    path(f"{_ONE}versoes/", versions.history, name="history"),
    path(f"{_ONE}comparar/", versions.compare, name="compare"),
]
