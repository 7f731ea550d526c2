"""What requesters have: the catalog, an item, its form."""

from __future__ import annotations

from django.urls import path

from . import browsing, sending

app_name = "catalog"
urlpatterns = [
    path("", browsing.home, name="home"),
    path("<int:item_id>/", sending.item, name="item"),
    path("<int:item_id>/campos/", sending.fields, name="fields"),
]
