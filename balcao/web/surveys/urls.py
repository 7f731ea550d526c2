from __future__ import annotations

from django.urls import path

from . import acts, builder, history, library, links, listing, occasions, preview, question, waves

app_name = "surveys"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("biblioteca/", library.library, name="library"),
    path("<int:survey_id>/", builder.builder, name="survey"),
    path("<int:survey_id>/em-volta/", builder.around, name="around"),
    path("<int:survey_id>/previa/", preview.preview, name="preview"),
    path("<int:survey_id>/versoes/", history.versions, name="versions"),
    path("<int:survey_id>/itens/", acts.take, name="take"),
    path("<int:survey_id>/perguntas/", acts.add, name="add"),
    path("<int:survey_id>/ordem/", acts.move, name="move"),
    path("<int:survey_id>/publicar/", acts.publish, name="publish"),
    path("<int:survey_id>/encerrar/", acts.close, name="close"),
    path("<int:survey_id>/descartar/", acts.discard, name="discard"),
    path("<int:survey_id>/quem/", occasions.listing, name="occasions"),
    path("<int:survey_id>/quem/nova/", occasions.new, name="new_occasion"),
    path("<int:survey_id>/quem/previa/", occasions.tried, name="occasion_tried"),
    path("<int:survey_id>/links/", links.links, name="links"),
    path("<int:survey_id>/rodadas/", waves.waves, name="waves"),
    path("ocasioes/<int:occasion_id>/", occasions.one, name="occasion"),
    path("ocasioes/<int:occasion_id>/parar/", occasions.stop, name="stop"),
    path("ocasioes/<int:occasion_id>/retomar/", occasions.resume, name="resume"),
    path("ocasioes/<int:occasion_id>/sortear/", occasions.draw, name="draw"),
    path("links/<int:link_id>/parar/", links.stop, name="stop_link"),
    path("links/<int:link_id>/cartaz/", links.poster, name="poster"),
    path("perguntas/<int:question_id>/", question.question, name="question"),
    path("perguntas/<int:question_id>/previa/", question.tried, name="tried"),
    path("perguntas/<int:question_id>/passo/", acts.step, name="step"),
    path("perguntas/<int:question_id>/retirar/", acts.retire, name="retire"),
]
