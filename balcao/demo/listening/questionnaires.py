"""The surveys of the demo company: what they ask, and at which occasions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from balcao.core.actor import SYSTEM
from balcao.listening.asking.actions import Terms, set_occasion
from balcao.listening.asking.models import Occasion, When
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.library import found_item

from .. import hours, truths

Words = Mapping[str, str]

POST_SALE, CSAT, STAGES = "post_sale", "csat", "stages"
PULSE, CLIMATE, SERVICE = "pulse", "climate", "service"
REQUESTED = "requested"
AGREEMENT = "climate_clear"
"""An item of the library whose steps are those of agreement, from one to five."""

CLIMATE_ITEMS = (
    "climate_satisfied",
    "climate_means",
    "climate_leader",
    "climate_recognition",
    "climate_load",
    "climate_growth",
    "climate_stay",
    "heard_inside",
    "informed_needed",
    "informed_changes",
    "culture_respect",
    "culture_mistakes",
    "culture_client_inside",
)
RECOGNITION = "climate_recognition"
PROVIDERS = ("ti", "rh", "financeiro", "logistica")
OFTEN = ("heard", "told", "thanked")


@dataclass(frozen=True, slots=True)
class Own:
    """A question in the company's own words; `steps_of` is the library's item whose steps it has."""

    key: str
    kind: str
    words: Words
    steps_of: str = ""
    options: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A survey before it is in the tables; `pages` are items of the library, or own questions.

    It was launched so many days before the demo's end.
    """

    key: str
    name: str
    purpose: str
    side: str
    owner: str
    intro: Words
    thanks: Words
    pages: tuple[tuple[str | Own, ...], ...]
    terms: Terms
    days_ago: int = truths.YEAR


def _said(portuguese: str, english: str) -> Words:
    return {"pt-br": portuguese, "en": english}


def _lines(**told: Words) -> list[dict[str, Any]]:
    return [{"value": value, "words": words} for value, words in told.items()]


_THANKS = _said(
    "Obrigado! Contamos depois o que fizemos com as respostas.",
    "Thank you! We will tell what we did with the answers.",
)
_PUNCTUAL = Own(
    "on_time",
    "scale",
    _said("A entrega chegou no dia combinado.", "The delivery came on the agreed day."),
    AGREEMENT,
)
_ASSEMBLED = Own(
    "assembly",
    "scale",
    _said("A montagem ficou bem feita.", "The assembly was well done."),
    AGREEMENT,
)
_PRICED = Own(
    "price",
    "scale",
    _said("O preço foi justo pelo que recebi.", "The price was fair for what I got."),
    AGREEMENT,
)
_INSIDE = Own(
    "inner_service",
    "csat",
    _said(
        "Neste mês, como foi o atendimento que você recebeu dos outros setores?",
        "This month, how was the service you got from the other departments?",
    ),
    "department_csat",
)
_REQUEST = Own(
    "request_service",
    "csat",
    _said(
        "Como foi o atendimento que você recebeu do setor a que pediu?",
        "How was the service you got from the department you asked?",
    ),
    "department_csat",
)
_BY_PROVIDER = Own(
    "by_department",
    "matrix",
    _said(
        "E de cada um? Pule os que você não procurou.", "And of each? Skip those you did not ask."
    ),
    options={
        "labels": [
            _said("Muito ruim", "Very bad"),
            _said("Ruim", "Bad"),
            _said("Regular", "So-so"),
            _said("Bom", "Good"),
            _said("Muito bom", "Very good"),
        ],
        "rows": _lines(
            ti=_said("Tecnologia da Informação", "Information Technology"),
            rh=_said("Recursos Humanos", "Human Resources"),
            financeiro=_said("Financeiro", "Finance"),
            logistica=_said("Logística", "Logistics"),
        ),
    },
)
_OFTEN = Own(
    "often",
    "matrix",
    _said("Nas últimas quatro semanas…", "In the last four weeks…"),
    options={
        "labels": [
            _said("Nunca", "Never"),
            _said("Raramente", "Rarely"),
            _said("Às vezes", "Sometimes"),
            _said("Quase sempre", "Almost always"),
            _said("Sempre", "Always"),
        ],
        "rows": _lines(
            heard=_said("fui ouvido até o fim", "I was heard to the end"),
            told=_said("soube das mudanças antes dos clientes", "I knew of changes before clients"),
            thanked=_said("alguém agradeceu o meu trabalho", "somebody thanked me for my work"),
        ),
    },
)

FORMS = (
    Form(
        POST_SALE,
        "Depois da entrega",
        "post_sale",
        "external",
        "rita",
        _said(
            "O seu pedido chegou. Conte em um minuto como foi.",
            "Your order has arrived. Tell us in a minute how it was.",
        ),
        _THANKS,
        (("nps", "nps_why", _PUNCTUAL, _ASSEMBLED, _PRICED),),  # one page: two clicks answer it
        Terms(When.DELIVERED, 2, seed="entrega", quarantine_days=30, remind_after_days=()),
    ),
    Form(
        CSAT,
        "Depois do atendimento",
        "csat",
        "external",
        "rita",
        _said(
            "Resolvemos o seu chamado. Foi como você precisava?",
            "We solved your request. Was it as you needed?",
        ),
        _THANKS,
        (("csat", "ces"), ("heard_understood", "expectation_overall", "expectation_why")),
        Terms(
            When.RESOLVED,
            1,
            {"sides": ["external"]},
            seed="atendimento",
            quarantine_days=30,
            remind_after_days=(),
        ),
    ),
    Form(
        STAGES,
        "A sua compra, passo a passo",
        "custom",
        "external",
        "rita",
        _said(
            "Antes de comprar também há caminho. Como foi o seu?",
            "There is a way to go before buying, too. How was yours?",
        ),
        _THANKS,
        (("csat_purchase", "stage_need", "stage_research"),),
        Terms(
            When.SAMPLE,
            share=Decimal("0.15"),
            seed="compra",
            quarantine_days=30,
            remind_after_days=(),
            open_days=21,
        ),
    ),
    Form(
        PULSE,
        "Pulso do mês",
        "enps",
        "internal",
        "paulo",
        _said("Três perguntas, um minuto.", "Three questions, one minute."),
        _THANKS,
        (("enps", "pulse_week", "enps_why"),),
        Terms(
            When.CALENDAR,
            conditions={"relationships": ["employee"]},
            seed="pulso",
            rhythm={"every": "month", "weekday": 1, "hour": 10},
            quarantine_days=0,
            remind_after_days=(),
            open_days=7,
        ),
    ),
    Form(
        CLIMATE,
        "Clima: como é trabalhar aqui",
        "climate",
        "internal",
        "paulo",
        _said(
            "Duas vezes por ano perguntamos como é trabalhar aqui. Ninguém lê a sua resposta sozinha.",
            "Twice a year we ask how it is to work here. Nobody reads your answer by itself.",
        ),
        _THANKS,
        (CLIMATE_ITEMS[:6], CLIMATE_ITEMS[6:], (_OFTEN, "climate_first", "consent_quote")),
        Terms(
            When.SAMPLE,
            conditions={"relationships": ["employee"]},
            seed="clima",
            quarantine_days=0,
            remind_after_days=(),
            open_days=14,
        ),
    ),
    Form(
        SERVICE,
        "Serviço entre setores",
        "internal_service",
        "internal",
        "paulo",
        _said(
            "Somos clientes uns dos outros. Como nos atendemos neste mês?",
            "We are each other's clients. How did we serve each other this month?",
        ),
        _THANKS,
        ((_INSIDE, _BY_PROVIDER, "department_better"),),
        Terms(
            When.CALENDAR,
            conditions={"relationships": ["employee"]},
            seed="setores",
            rhythm={"every": "month", "weekday": 3, "hour": 10},
            quarantine_days=0,
            remind_after_days=(),
            open_days=7,
        ),
        days_ago=200,
    ),
    Form(
        REQUESTED,
        "Depois de um pedido a outro setor",
        "internal_service",
        "internal",
        "paulo",
        _said(
            "Outro setor resolveu o seu pedido. Como foi?",
            "Another department resolved your request. How was it?",
        ),
        _THANKS,
        ((_REQUEST, "department_better"),),
        Terms(
            When.RESOLVED,
            1,
            {"sides": ["internal"], "relationships": ["employee"]},
            seed="pedidos",
            quarantine_days=0,
            remind_after_days=(),
            open_days=7,
        ),
        days_ago=hours.DAYS,
    ),
)


def launch(form: Form, owner_id: int, teams: Mapping[str, int] | None = None) -> Occasion:
    """Write the survey down, publish it, and say when it is sent.

    Requests are asked about of those of these teams that are rated: of a confidential one none is.
    """
    survey = surveys.add_survey(SYSTEM, form.name, form.purpose, form.side).pk
    around = {"owner_id": owner_id, "intro": dict(form.intro), "thanks": dict(form.thanks)}
    surveys.change_survey(SYSTEM, survey, around)
    for place, page in enumerate(form.pages, start=1):
        for position, told in enumerate(page, start=1):
            question = _added(survey, told)
            if place > 1:
                surveys.move_question(SYSTEM, question, place, position)
    surveys.publish(SYSTEM, survey)
    terms = form.terms
    if form.key == REQUESTED and teams is not None:
        named = sorted(teams[name] for name in truths.REQUESTED)
        terms = replace(terms, conditions={**terms.conditions, "teams": named})
    return set_occasion(SYSTEM, survey, terms)


def _added(survey_id: int, told: str | Own) -> int:
    if isinstance(told, str):
        return surveys.take_item(SYSTEM, survey_id, told).pk
    options: Mapping[str, Any] | None = told.options
    if told.steps_of:
        item = found_item(told.steps_of)
        assert item is not None
        options = item["options"]
    return surveys.add_question(
        SYSTEM, survey_id, told.kind, words=told.words, options=options, key=told.key
    ).pk
