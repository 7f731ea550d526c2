from __future__ import annotations

from balcao.service.tickets.filling import filled
from balcao.web.desk import canned

TICKET = {
    "requester": "João Souza",
    "protocol": "202600000012",
    "subject": "Sofá",
    "public_team": "SAC",
}


def test_variables_are_filled_in_both_languages() -> None:
    known = canned.values(TICKET, "Marina")
    text = "Oi, {{ cliente }}/{{client}}: {{protocolo}}, {{ASSUNTO}}, {{equipe}}. {{atendente}}"
    assert filled(text, known) == "Oi, João/João: 2026 0000 001 2, Sofá, SAC. Marina"


def test_an_unknown_variable_stays_as_written() -> None:
    assert filled("{{pedido}} {cliente}", canned.values(TICKET, "")) == "{{pedido}} {cliente}"


def test_a_value_is_not_filled_again() -> None:
    known = canned.values({**TICKET, "subject": "{{protocolo}}"}, "")
    assert filled("{{assunto}}", known) == "{{protocolo}}"
