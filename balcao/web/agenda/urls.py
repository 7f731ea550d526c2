from __future__ import annotations

from django.urls import path

from . import acts, days, feed, workload

app_name = "agenda"

urlpatterns = [
    path("agenda/", days.agenda, name="agenda"),
    path("agenda/appointments/", acts.add_appointment, name="appointment"),
    path("agenda/appointments/<int:appointment_id>/drop/", acts.drop_appointment, name="drop"),
    path("agenda/follow-ups/<int:follow_up_id>/done/", acts.finish, name="done"),
    path("agenda/follow-ups/<int:follow_up_id>/later/", acts.postpone, name="postpone"),
    path("agenda/feed/<str:feed_secret>.ics", feed.feed, name="feed"),
    path("workload/", workload.workload, name="workload"),
    path("workload/<int:team_id>/time/", workload.worked, name="worked"),
]
