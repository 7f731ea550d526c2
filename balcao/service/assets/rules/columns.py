"""Which column of a file is what, by the names people give them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from balcao.core.tables import WrongFile
from balcao.core.text import fold, one_line

from ..models import State
from .refusals import COLUMNS

NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("numero", "patrimonio", "numero do patrimonio", "n do patrimonio", "plaqueta",
               "etiqueta", "tombamento", "tombo", "codigo", "number", "asset number", "asset",
               "asset tag", "tag"),
    "type": ("tipo", "categoria", "classe", "type", "category", "kind"),
    "name": ("nome", "descricao", "o que e", "modelo", "equipamento", "item", "name",
             "description", "model", "what it is"),
    "state": ("estado", "situacao", "status", "state"),
    "owner": ("usado por", "responsavel", "usuario", "dono", "e mail", "email",
              "e mail do responsavel", "email do responsavel", "used by", "owner", "user"),
    "department": ("departamento", "setor", "area", "centro de custo", "department"),
    "place": ("local", "lugar", "localizacao", "sala", "place", "location", "room"),
    "serial": ("serie", "numero de serie", "n de serie", "serial", "serial number"),
    "bought_on": ("comprado em", "data da compra", "compra", "aquisicao", "data de aquisicao",
                  "bought on", "purchase date", "purchased on"),
    "price": ("preco", "valor", "valor de compra", "custo", "price", "cost", "value"),
    "supplier": ("fornecedor", "fabricante", "supplier", "vendor"),
    "warranty_until": ("garantia", "garantia ate", "fim da garantia", "warranty",
                       "warranty until", "warranty end"),
    "notes": ("observacao", "observacoes", "notas", "obs", "notes"),
}  # fmt: skip
STATES: Mapping[str, State] = {
    "em uso": State.IN_USE, "ativo": State.IN_USE, "uso": State.IN_USE, "in use": State.IN_USE,
    "estoque": State.STOCK, "em estoque": State.STOCK, "disponivel": State.STOCK,
    "in stock": State.STOCK, "stock": State.STOCK,
    "manutencao": State.REPAIR, "em manutencao": State.REPAIR, "em reparo": State.REPAIR,
    "reparo": State.REPAIR, "under repair": State.REPAIR, "repair": State.REPAIR,
    "baixado": State.RETIRED, "descartado": State.RETIRED, "aposentado": State.RETIRED,
    "inativo": State.RETIRED, "retired": State.RETIRED,
    "perdido": State.LOST, "extraviado": State.LOST, "roubado": State.LOST, "lost": State.LOST,
}  # fmt: skip
_BY_NAME = {name: column for column, names in NAMES.items() for name in names}
_SPOKEN = str.maketrans(dict.fromkeys("-_./:;()#*º°ª", " "))
MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each known column stands, how many there are, where fields of types stand by the folded
    name, and the names of those left aside."""

    places: Mapping[str, int]
    width: int
    own: Mapping[str, int] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


def spoken(name: str) -> str:
    """The name of a column without accents, capitals and signs."""
    return " ".join(fold(name).translate(_SPOKEN).split())


def columns_of(names: Sequence[str], own: Collection[str]) -> Columns:
    """Which column is what, by the first line; `own` are the spoken names of fields of types.

    WrongFile when the number is missing or a column stands twice.
    """
    places: dict[str, int] = {}
    fields: dict[str, int] = {}
    ignored = []
    for place, name in enumerate(names):
        said = spoken(name)
        column = _BY_NAME.get(said)
        if column is None and said in own and said not in fields:
            fields[said] = place
        elif column is None and name.strip():
            ignored.append(one_line(name, MAX_NAME))
        elif column is not None and column in places:
            raise WrongFile(
                format_lazy(_("Two columns say the same: {column}."), column=COLUMNS[column])
            )
        elif column is not None:
            places[column] = place
    if "number" not in places:
        raise WrongFile(
            format_lazy(
                _("The first line must name a column for: {column}."), column=COLUMNS["number"]
            )
        )
    return Columns(places, len(names), fields, tuple(ignored))


def state_of(told: str) -> State | None:
    """The state that a word of a file means; None for none."""
    said = spoken(told)
    return STATES.get(said) or (State(told) if told in State.values else None)
