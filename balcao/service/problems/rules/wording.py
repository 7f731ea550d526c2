"""The words that say what a text is about, and how much two texts have in common."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from balcao.core.text import fold

WORDS_MOST = 60
_SHORTEST, _LONGEST = 4, 40
_WORD = re.compile(r"[^\W_]+")
# Said in tickets of every sort: they tell nothing of the cause.
_SAID_OF_ALL = """ajuda alguem ainda algum alguma antes aqui aquele assim assunto atendimento bom boa cada chamado
cliente como consigo conseguir dados depois desde deste desta dia dias disso duvida ela ele eles enc
encaminhada entre essa esse esta estao estar estou este estou favor fazer foi fora fwd gostaria hoje
isso isto mais mas mesmo meu meus minha minhas muito nada nao noite nosso nossa novo obrigado
obrigada olha ontem outra outro para pela pelo pessoal pode poderia podem porque pedido por precisa
preciso problema produto qual quando quero quem que saber sem sempre seu seus sobre solicitacao
sua suas tambem tarde tem tenho teve toda todo todos tudo uma urgente vai voce voces about
could from have hello help issue need please problem request that there this ticket urgent when
where with would your"""
_COMMON = frozenset(_SAID_OF_ALL.split())


def words(text: str) -> list[str]:
    """What a text is about: its words of four to forty letters, folded, without plurals, in order of
    first use, sixty at most."""
    found: dict[str, None] = {}
    for word in _WORD.findall(fold(text)):
        bare = word.removesuffix("s")
        if _SHORTEST <= len(bare) <= _LONGEST and not bare.isdigit() and not {word, bare} & _COMMON:
            found.setdefault(bare)
    return list(found)[:WORDS_MOST]


def likeness(asked: Iterable[str], known: Collection[str]) -> list[str]:
    """The words both have, in the order of the first."""
    return [word for word in dict.fromkeys(asked) if word in known]
