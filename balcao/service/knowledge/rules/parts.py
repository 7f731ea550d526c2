"""An article's Markdown in parts, each for its own readers.

    ::: interno
    Only those inside get this.
    :::

    ::: para clientes, fornecedores
    Only customers and suppliers get this.
    :::

A marker counts wherever its line stands, also in what looks like code: an unclosed fence must not
turn the words of insiders into a sample that everybody reads.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from balcao.core import text
from balcao.core.errors import Invalid

_MARKER = re.compile(r"^\s*:{3,}[ \t]*(.*?)[ \t:]*$")
_HIDDEN = re.compile(r":{3,}")
_INSIDE = frozenset({"interno", "internal"})
_FOR = re.compile(r"^(?:para|publico|for|audience)\s+(.+)$")
_CALLED = {
    "publico": "public",
    "todos": "public",
    "interno": "internal",
    "internos": "internal",
    "cliente": "customer",
    "clientes": "customer",
    "empregado": "employee",
    "empregados": "employee",
    "funcionario": "employee",
    "funcionarios": "employee",
    "colaborador": "employee",
    "colaboradores": "employee",
    "terceirizado": "outsourced",
    "terceirizados": "outsourced",
    "prestador": "contractor",
    "prestadores": "contractor",
    "fornecedor": "supplier",
    "fornecedores": "supplier",
}
_TEAM = re.compile(r"^(?:equipe|team):(\d{1,18})$")


class Piece(NamedTuple):
    """Markdown and the words of its audience; none means whoever reads the article."""

    body: str
    audience: tuple[str, ...] = ()


def pieces(body: str) -> list[Piece]:
    """The parts of a text in order; Invalid, in words, where a marker is not understood.

    Whether the words of an audience mean anything is for whoever knows the audiences.
    """
    found: list[Piece] = []
    lines: list[str] = []
    audience: tuple[str, ...] | None = None
    for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        told = _MARKER.match(line)
        if told is None:
            _refuse_hidden(line)
            lines.append(line)
            continue
        found.append(Piece("\n".join(lines).strip("\n"), audience or ()))
        lines = []
        audience = _after(told[1], audience)
    if audience is not None:
        raise Invalid(_("A part for some readers has no end: close it with a line of :::"))
    found.append(Piece("\n".join(lines).strip("\n")))
    return [piece for piece in found if piece.body.strip()]


def _after(marker: str, audience: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """For whom the lines after this marker are; None outside all markers."""
    if not marker:
        if audience is None:
            raise Invalid(_("A line of ::: ends a part that never began."))
        return None
    if audience is not None:
        raise Invalid(_("A part for some readers begins within another: end that one first."))
    return _readers(marker)


def _readers(marker: str) -> tuple[str, ...]:
    told = text.fold(marker).strip()
    if told in _INSIDE:
        return ("internal",)
    listed = _FOR.match(told)
    if listed is None:
        raise Invalid(
            _("“%(marker)s” is not understood: write “::: interno” or “::: para clientes”.")
            % {"marker": marker[:40]}
        )
    names = [name for name in re.split(r"[,\s]+", listed[1]) if name and name not in ("e", "and")]
    return tuple(sorted({_word(name) for name in names}))


def _word(name: str) -> str:
    team = _TEAM.match(name)
    return f"team:{team[1]}" if team else _CALLED.get(name, name)


def _refuse_hidden(line: str) -> None:
    if _HIDDEN.search(line):
        raise Invalid(_("The signs ::: begin and end parts: they stand on a line of their own."))
