from __future__ import annotations

from django.urls import path

from . import acts, arranging, tasks, told

app_name = "loop"
urlpatterns = [
    path("", tasks.listing, name="tasks"),
    path("<int:task_id>/", tasks.task, name="task"),
    path("<int:task_id>/pegar/", acts.take, name="take"),
    path("<int:task_id>/passar/", acts.give, name="give"),
    path("<int:task_id>/passo/", acts.tick, name="tick"),
    path("<int:task_id>/feito/", acts.write, name="write"),
    path("contado/", told.listing, name="told"),
    path("contado/novo/", told.new, name="new_told"),
    path("contado/<int:told_id>/", told.one, name="told_one"),
    path("contado/<int:told_id>/mudar/", told.change, name="change_told"),
    path("contado/<int:told_id>/contar/", told.publish, name="publish_told"),
    path("contado/<int:told_id>/descartar/", told.discard, name="discard_told"),
    path("regras/", arranging.rules_page, name="rules"),
    path("regras/<int:survey_id>/", arranging.rules_page, name="survey_rules"),
    path("roteiros/", arranging.playbooks, name="playbooks"),
    path("roteiros/novo/", arranging.playbook, name="new_playbook"),
    path("roteiros/<slug:key>/", arranging.playbook, name="playbook"),
]
