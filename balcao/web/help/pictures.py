"""A picture for each topic, by what it is called: so that one is found again at a glance."""

from __future__ import annotations

from balcao.core.text import fold

ANY = "book-2"
_PICTURES = (
    ("truck-delivery", "entreg frete deliver shipping"),
    ("refresh", "troca devol desist return exchange"),
    ("receipt", "pagament boleto nota fiscal cobran payment invoice bill"),
    ("shield-check", "garant assist warrant"),
    ("tools", "montag monta assembl install"),
    ("user-circle", "conta cadastro acesso senha account password"),
    ("armchair", "movei sofa cuidado furniture care"),
    ("device-laptop", "computador notebook equipament sistema software laptop"),
    ("wifi", "rede internet wifi vpn network"),
    ("beach", "feria folga licenca holiday leave vacation"),
    ("cash", "salario holerite reembols financeir pay expense"),
    ("heart-handshake", "benefic saude plano benefit health"),
    ("school", "treinament curso integrac welcome training"),
    ("lock", "seguranca privacidade lgpd security privacy"),
    ("building-store", "loja fornecedor compra supplier store purchase"),
)


def picture(name: str) -> str:
    """The icon of the first subject that the name of a topic speaks of; a book for all others."""
    words = fold(name).split()
    for icon, beginnings in _PICTURES:
        if any(word.startswith(tuple(beginnings.split())) for word in words):
            return icon
    return ANY
