"""The builder: shelves, items, and the fields of their forms."""

from __future__ import annotations

from django.urls import path

from . import field_pages, item_pages, shelf_pages

app_name = "offering"
_ITEM = "itens/<int:item_id>"
urlpatterns = [
    path("", shelf_pages.listing, name="home"),
    path("areas/", shelf_pages.add_area, name="add_area"),
    path("areas/<int:area_id>/", shelf_pages.area, name="area"),
    path("areas/<int:area_id>/servicos/", shelf_pages.add_service, name="add_service"),
    path("servicos/<int:service_id>/", shelf_pages.service, name="service"),
    path("servicos/<int:service_id>/itens/", item_pages.add, name="add_item"),
    path(f"{_ITEM}/", item_pages.item, name="item"),
    path(f"{_ITEM}/estado/", item_pages.state, name="state"),
    path(f"{_ITEM}/lugar/", item_pages.place, name="place"),
    path(f"{_ITEM}/previa/", item_pages.preview, name="preview"),
    path(f"{_ITEM}/campos/", field_pages.new, name="new_field"),
    path(f"{_ITEM}/campos/mover/", field_pages.move, name="move_field"),
    path(f"{_ITEM}/campos/<slug:field_key>/", field_pages.field, name="field"),
    path(f"{_ITEM}/campos/<slug:field_key>/previa/", field_pages.tried, name="tried"),
    path(f"{_ITEM}/campos/<slug:field_key>/tirar/", field_pages.remove, name="remove_field"),
]
