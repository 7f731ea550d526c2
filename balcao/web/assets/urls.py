from __future__ import annotations

from django.urls import path

from . import contracts, files, labels, listing, removing, sheet, tickets, types, using, writing

app_name = "assets"
_ONE = "ativos/n/<str:number>"
_FILE = "ativos/arquivos/<int:file_id>"

urlpatterns = [
    path("ativos/", listing.listing, name="home"),
    path("ativos/ativos.csv", listing.export, name="export"),
    path("ativos/pendencias/", listing.due, name="due"),
    path("ativos/etiquetas/", labels.labels, name="labels"),
    path("ativos/novo/", writing.new, name="new"),
    path("ativos/tipos/", types.listing, name="types"),
    path("ativos/tipos/novo/", types.new, name="new_type"),
    path("ativos/tipos/<int:type_id>/", types.change, name="type"),
    path("ativos/tipos/<int:type_id>/apagar/", removing.kind, name="remove_type"),
    path("ativos/contratos/", contracts.listing, name="contracts"),
    path("ativos/contratos/novo/", contracts.new, name="new_contract"),
    path("ativos/contratos/<int:contract_id>/", contracts.one, name="contract"),
    path("ativos/contratos/<int:contract_id>/apagar/", removing.contract, name="remove_contract"),
    path("ativos/contratos/<int:contract_id>/encerrar/", contracts.end, name="end_contract"),
    path("ativos/contratos/<int:contract_id>/retomar/", contracts.resume, name="resume_contract"),
    path("ativos/arquivos/", files.listing, name="files"),
    path(f"{_FILE}/", files.one, name="file"),
    path(f"{_FILE}/recusadas.csv", files.refused, name="refused"),
    path(f"{_FILE}/importar/", files.begin, name="import"),
    path(f"{_FILE}/descartar/", files.discard, name="discard"),
    path("ativos/chamado/<str:protocol>/", tickets.beside, name="beside"),
    path("ativos/chamado/<str:protocol>/soltar/", tickets.unlink, name="unlink"),
    path(f"{_ONE}/", sheet.sheet, name="sheet"),
    path(f"{_ONE}/mudar/", writing.change, name="change"),
    path(f"{_ONE}/apagar/", removing.asset, name="remove"),
    path(f"{_ONE}/lacos/", sheet.tie, name="tie"),
    path(f"{_ONE}/lacos/<int:relation_id>/desfazer/", sheet.untie, name="untie"),
    path("b/<str:number>/", using.scanned, name="scanned"),
    path("meus-equipamentos/", using.mine, name="mine"),
]
