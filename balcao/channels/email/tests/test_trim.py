"""The new text of a reply, in Portuguese and English, without quote, footer or signature."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.channels.email.trim import Trimmed, trim

NEW = "O sofá chegou rasgado.\n\nPodem trocar?"

ATTRIBUTIONS = [
    "Em seg., 5 de out. de 2026 às 10:00, SAC <sac@boapraca.example> escreveu:",
    "Em seg., 5 de out. de 2026 às 10:00, SAC Móveis Boa Praça\n<sac@boapraca.example> escreveu:",
    "Em 5 de outubro de 2026 10:00, SAC <sac@boapraca.example> escreveu:",
    "Em 05-10-2026 10:00, SAC escreveu:",
    "Em 21/11/2026 às 10:30, Zoe escreveu:",
    "Às 10:00 de 05/10/2026, SAC escreveu:",
    "No dia 5 de out. de 2026, às 10:00, SAC <sac@boapraca.example> escreveu:",
    "SAC <sac@boapraca.example> escreveu em 05/10/2026 10:00:",
    "*SAC <sac@boapraca.example> escreveu:*",
    "2026-10-05 10:00 GMT-03:00 SAC <sac@boapraca.example>:",
    "Citando SAC <sac@boapraca.example>:",
    "---- Em seg, 05 out 2026 10:00:00 -0300 SAC <sac@boapraca.example> escreveu ----",
    "-----Mensagem original-----\nDe: SAC",
    "-------- Mensagem original --------\nDe : SAC\nData: 05/10/2026",
    "---------- Mensagem encaminhada ---------\nDe: SAC <sac@boapraca.example>",
    "Início da mensagem encaminhada:",
    (
        "*De:* SAC <sac@boapraca.example>\n*Enviada em:* segunda-feira, 5 de outubro de 2026 10:00\n"
        "*Para:* João\n*Assunto:* Re: Entrega"
    ),
    (
        "________________________________\nDe: SAC <sac@boapraca.example>\n"
        "Enviado: Monday, October 5, 2026 10:00:00 AM\nPara: João\nAssunto: Re: Entrega"
    ),
    "On Mon, Oct 5, 2026 at 10:00 AM SAC <sac@boapraca.example> wrote:",
    "On Oct 5, 2026, at 10:00, SAC\n<sac@boapraca.example> wrote:",
    (
        "From: SAC <sac@boapraca.example>\nSent: Monday, October 5, 2026 10:00 AM\nTo: João\n"
        "Subject: RE: Entrega"
    ),
    "-----Original Message-----\nFrom: SAC",
    "El lun, 5 oct 2026 a las 10:00, SAC (<sac@boapraca.example>) escribió:",
]


@pytest.mark.parametrize("below", ["> velho\n> mais velho", "velho\n\nmais velho"])
@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_nothing_from_the_attribution_on_is_new(attribution: str, below: str) -> None:
    trimmed = trim(f"{NEW}\n\n{attribution}\n{below}\n")
    assert trimmed.new == NEW
    assert trimmed.quoted.startswith(attribution.split("\n")[0])
    assert "velho" in trimmed.quoted


@pytest.mark.parametrize(
    "story",
    [
        "O vendedor escreveu:\nnão temos o produto.",
        "Em resposta, ele escreveu: nada.",
        "De: Recife\nPara: Olinda\nQuanto custa o frete?",
        "Assunto: sofá\nquero trocar",
        "No dia 5 comprei um sofá:\nveio rasgado",
        "Comprei em 05/10/2026:\n- sofá\n- mesa",
        "Valores:\n----------\nsofá 100",
        "Data: 05/10\nPara: João",
        "Quem disse:\nisso?",
    ],
)
def test_a_story_is_not_cut(story: str) -> None:
    assert trim(f"Olá.\n{story}").new == f"Olá.\n{story}"


FOOTERS = [
    "Enviado do meu iPhone",
    "Enviado a partir do meu smartphone Samsung Galaxy.",
    "Enviado do Yahoo Mail no Android",
    "Enviado do Email para Windows",
    "Obter o Outlook para Android",
    "Sent from my iPhone",
    "Get Outlook for iOS",
    "Antes de imprimir, pense no meio ambiente.",
    "Livre de vírus.www.avast.com",
    "AVISO LEGAL: se não é o destinatário, apague.",
    "Esta mensagem pode conter informação confidencial e é destinada a quem se dirige.",
    "This e-mail and any attachments are confidential.",
    "-- \nJoão da Silva\n(11) 96123-4567",
    "Atenciosamente,\nJoão da Silva\nCompras\n(11) 96123-4567",
    "Att.,\nJoão",
    "Att",
    "Abraços,\n\nJoão",
    "Grato desde já,\nJoão",
    "Kind regards,\nJoão",
    "Obrigado,\nJoão da Silva\n(11) 96123-4567",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_footers_and_signatures_stand_apart(footer: str) -> None:
    trimmed = trim(f"{NEW}\n\n{footer}\n\n{ATTRIBUTIONS[0]}\n> velho")
    assert trimmed.new == NEW
    assert trimmed.signature.split("\n")[0] == footer.split("\n")[0].rstrip()
    assert trimmed.reply.startswith(NEW)


@pytest.mark.parametrize(
    "text",
    [
        "Recebi, obrigado!",
        "Chegou.\nObrigado!",
        "Obrigada",
        "Atenciosamente,\nJoão",
        "Sim.\nMuito obrigada, Ana",
    ],
)
def test_thanks_are_part_of_what_was_said(text: str) -> None:
    assert trim(text).new == text


def test_a_footer_alone_is_kept() -> None:
    assert trim("Enviado do meu iPhone") == Trimmed("Enviado do meu iPhone", "", "")


def test_when_all_is_quoted_all_is_kept() -> None:
    text = f"{ATTRIBUTIONS[0]}\n> velho\n> mais velho"
    assert trim(text) == Trimmed(text, "", "")
    assert trim("") == Trimmed("", "", "")


def test_answers_below_and_between_quoted_lines_are_new() -> None:
    text = f"{ATTRIBUTIONS[0]}\n> qual cor?\nazul\n\n> e o tamanho?\n> em metros\ndois"
    trimmed = trim(text)
    assert trimmed.new == "azul\n\ndois"
    assert "qual cor?" in trimmed.quoted


def test_quoted_lines_above_are_not_new() -> None:
    assert trim("> qual cor?\nazul").new == "azul"


def test_the_languages_asked_for_are_the_ones_known() -> None:
    text = "ok\n\nEm 05/10/2026, SAC escreveu:\n> velho"
    assert trim(text, ("pt",)).new == "ok"
    assert "escreveu" in trim(text, ("en",)).new


LINES = st.lists(
    st.sampled_from(
        [
            "", " ", "oi", "> velho", ">", "--", "-- ", "Att.", "De: a", "Data: b", "Assunto: c", "On",
            "Em 1 escreveu:", "escreveu:", "wrote:", "Enviado do meu iPhone", "_" * 30, "a@b.example:",
            "-----Mensagem original-----", "Obrigado,", "AVISO LEGAL", "\u2028", "ﬁm\x85x", "é" * 50,
        ]
    )
    | st.text(max_size=40)
)  # fmt: skip


@given(LINES)
def test_nothing_is_lost_and_something_is_always_left(lines: list[str]) -> None:
    text = "\n".join(lines)
    trimmed = trim(text)
    before = sorted(line.rstrip() for line in text.split("\n") if line.strip())
    after = sorted(
        line
        for part in (trimmed.new, trimmed.quoted, trimmed.signature)
        for line in part.split("\n")
        if line.strip()
    )
    assert after == before
    assert bool(trimmed.new.strip()) == bool(text.strip())


@given(LINES)
def test_trimming_twice_cuts_no_more_quote(lines: list[str]) -> None:
    once = trim("\n".join(lines))
    if once.quoted:
        assert ">" not in {line[:1] for line in once.new.split("\n")}


MEGABYTE = 1_000_000
SHAPES = [
    "uma linha comum de texto\n", "> citada\n", "On Mon ", "On Mon\n", "Em 1 1 1 1 1\n", "From: a\n",
    "-", "----------\n", "\n", " ", "Em 1 escreveu\n", "Sent from my \n", "Att.\n", "esta mensagem ",
    "a:\n", "é\n", "a@b ", "1:11 2011 a@b", "<", "Citando ", "De: Data: Para: ", "\t", "\u200e",
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_megabyte_takes_time_by_its_length_alone(shape: str) -> None:
    text = shape * (MEGABYTE // len(shape))
    started = time.process_time()
    trim(text)
    # About a second at the very worst; patterns that go back over the text take hours.
    assert time.process_time() - started < 15
