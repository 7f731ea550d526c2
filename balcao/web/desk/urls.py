from __future__ import annotations

from django.urls import path

from . import (
    board,
    changing,
    composing,
    later,
    notifications,
    opening,
    originals,
    people,
    promises,
    quarantine,
    replies,
    searching,
    spending,
)

app_name = "desk"
_TICKET = "tickets/<str:protocol>"

urlpatterns = [
    path("", board.home, name="home"),
    path("lists/<str:view>/", board.listing, name="list"),
    path("search/", searching.search, name="search"),
    path("people/", people.listing, name="people"),
    path("people/<int:person_id>/", people.one, name="person"),
    path("new/", opening.new, name="new"),
    path("replies/", replies.listing, name="replies"),
    path("notifications/", notifications.listing, name="notifications"),
    path("notifications/bell/", notifications.bell, name="bell"),
    path("notifications/seen/", notifications.seen, name="notifications-seen"),
    path("notifications/choices/", notifications.choices, name="notification-choices"),
    path("notifications/browsers/", notifications.browser, name="browser"),
    path(
        "notifications/browsers/<int:browser_id>/forget/",
        notifications.forget_browser,
        name="browser-forget",
    ),
    path("push.js", notifications.push_worker, name="push-worker"),
    path("quarantine/", quarantine.listing, name="quarantine"),
    path("quarantine/<int:raw_id>/", quarantine.one, name="held"),
    path(f"{_TICKET}/", board.ticket, name="ticket"),
    path(f"{_TICKET}/context/", board.context, name="context"),
    path(f"{_TICKET}/promises/", promises.explained, name="promises"),
    path(f"{_TICKET}/promises/pause/", promises.pause, name="pause"),
    path(f"{_TICKET}/promises/resume/", promises.resume, name="resume"),
    path(f"{_TICKET}/reply/", composing.reply, name="reply"),
    path(f"{_TICKET}/note/", composing.note, name="note"),
    path(f"{_TICKET}/draft/", composing.draft, name="draft"),
    path(f"{_TICKET}/writing/", composing.writing, name="writing"),
    path(f"{_TICKET}/canned/", composing.canned, name="canned"),
    path(f"{_TICKET}/mentionable/", composing.mentionable, name="mentionable"),
    path(f"{_TICKET}/assign/", changing.assign, name="assign"),
    path(f"{_TICKET}/transfer/", changing.transfer, name="transfer"),
    path(f"{_TICKET}/status/", changing.status, name="status"),
    path(f"{_TICKET}/priority/", changing.priority, name="priority"),
    path(f"{_TICKET}/kind/", changing.kind, name="kind"),
    path(f"{_TICKET}/tags/", changing.tags, name="tags"),
    path(f"{_TICKET}/follow/", changing.follow, name="follow"),
    path(f"{_TICKET}/later/", later.later, name="later"),
    path(f"{_TICKET}/time/", spending.time, name="time"),
    path(f"{_TICKET}/watching/", spending.watching, name="watching"),
    path(f"{_TICKET}/messages/<int:message_id>/", originals.original, name="original"),
    path(f"{_TICKET}/messages/<int:message_id>/raw/", originals.raw, name="raw"),
    path(f"{_TICKET}/messages/<int:message_id>/retry/", originals.retry, name="retry"),
]
