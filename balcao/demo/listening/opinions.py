"""What each person answers, drawn by the laws of `truths`: values by key of question."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from balcao.core.sql import Row

from .. import truths
from .decks import Decks
from .questionnaires import CLIMATE_ITEMS, OFTEN, PROVIDERS, RECOGNITION
from .remarks import written

Answers = dict[str, Any]
_WRITE: Mapping[str, truths.Weights] = {
    "post_sale": {1: 11, 0: 9},
    "csat": {1: 9, 0: 11},
    "pulse": {1: 3, 0: 7},
    "climate": {1: 9, 0: 11},
    "service": {1: 1, 0: 4},
    "requested": {1: 1, 0: 4},
}
_RISING: truths.Weights = {
    1: round(truths.RISING_SHARE * 20),
    0: 20 - round(truths.RISING_SHARE * 20),
}
_USUAL: truths.Weights = {1: round(truths.USUAL_SHARE * 25), 0: 25 - round(truths.USUAL_SHARE * 25)}
_EFFORT = {5: (7, 7, 6), 4: (6, 6, 5), 3: (5, 4, 4), 2: (3, 3, 2), 1: (2, 1, 1)}
_ONE_OFF: truths.Weights = {-1: 1, 0: 3, 1: 1}


@dataclass(slots=True)
class Opinions:
    """The minds of everybody, up to the day on which the demo ends."""

    rng: random.Random
    last: date
    decks: Decks

    def answers(self, survey: str, *who: str) -> bool:
        """Whether the next one who is asked answers at all."""
        return bool(self.decks.deal(truths.ANSWERING[survey], "answers", survey, *who))

    def of_delivery(self, order: Row, day: date) -> Answers:
        """After a delivery: the score follows from punctuality, assembly and price."""
        is_lower = order["region"] == truths.LOWER_REGION
        is_after = order["delivered_on"] >= truths.day(self.last, truths.PARTNER_DAYS_AGO)
        phase = (is_lower, is_after)
        slip = _nearest((order["delivered_on"] - order["promised_on"]).days)
        on_time = self.decks.deal(truths.PUNCTUALITY[slip], "on_time", slip)
        assembly = self.decks.deal(truths.ASSEMBLY, "assembly", *phase)
        price = self.decks.deal(truths.PRICE, "price", *phase)
        noise = self.decks.deal(truths.NOISE, "noise", *phase)
        score = truths.score(on_time, assembly, price, noise, is_lower=is_lower)
        told: Answers = {"nps": score, "on_time": on_time, "assembly": assembly, "price": price}
        if self._writes("post_sale"):
            themes = self._of_purchase(told, slip, day)
            words = {"dias": str(max(slip, 2))}
            told["nps_why"] = written(self.rng, "outside", themes, words)
        return told

    def of_ticket(self, team: str) -> Answers:
        """After a ticket: how content somebody is follows from the team that solved it."""
        weights = truths.CSAT.get(team, truths.CSAT["SAC"])
        content = self.decks.deal(weights, "csat", team)
        told: Answers = {
            "csat": content,
            "ces": self.rng.choice(_EFFORT[content]),
            "heard_understood": self._about(content),
            "expectation_overall": self._about(3 if content == 4 else content),
        }
        if self._writes("csat"):
            theme = (
                "contente"
                if content >= 4
                else self.rng.choice(("demora", "repetir", "nao_resolveu"))
            )
            told["expectation_why"] = written(self.rng, "tickets", [theme])
        return told

    def of_stages(self) -> Answers:
        """The way to a purchase, as far as anybody asks about it."""
        return {
            "csat_purchase": self.decks.deal(truths.PURCHASE, "purchase"),
            "stage_need": self.decks.deal(truths.STAGE_NEED, "need"),
            "stage_research": self.decks.deal(truths.STAGE_RESEARCH, "research"),
        }

    def of_month(self, department: str, day: date) -> Answers:
        """The pulse: whether one would recommend working here, and how the week was."""
        worse = self._is_worse_off(department, day)
        told: Answers = {
            "enps": self.decks.deal(
                truths.ENPS_WORSE if worse else truths.ENPS, "enps", worse, department
            ),
            "pulse_week": self.decks.deal(
                truths.WEEK_WORSE if worse else truths.WEEK, "week", worse, department
            ),
        }
        if self._writes("pulse"):
            told["enps_why"] = self._of_work(department, worse, told["enps"] >= 8)
        return told

    def of_climate(self, department: str, day: date) -> Answers:
        """The climate: one department is worse off for a while, and nobody feels recognised."""
        worse = self._is_worse_off(department, day)
        usual = truths.CLIMATE_WORSE if worse else truths.CLIMATE
        told: Answers = {}
        for item in CLIMATE_ITEMS:
            weights = truths.RECOGNITION if item == RECOGNITION else usual
            told[item] = self.decks.deal(weights, item, worse, department == truths.WORSE_OFF)
        told["often"] = {
            line: self.decks.deal(
                truths.RECOGNITION if line == "thanked" else usual, line, worse, department
            )
            for line in OFTEN
        }
        if self._writes("climate"):
            told["climate_first"] = self._of_work(department, worse, self.rng.random() < 0.3)
            told["consent_quote"] = self.rng.random() < 0.7
        return told

    def of_service(self, department: str) -> Answers:
        """The service between departments, as the one who asks for it sees it."""
        weights = truths.INNER_SERVICE.get(department, truths.INNER_SERVICE_ELSEWHERE)
        level = self.decks.deal(weights, "inner", department)
        told: Answers = {
            "inner_service": level,
            "by_department": {
                provider: self._about(level) for provider in PROVIDERS if self.rng.random() < 0.8
            },
        }
        if self._writes("service"):
            theme = "bom" if level >= 4 else self.rng.choice(("demora", "retorno"))
            told["department_better"] = written(self.rng, "between", [theme])
        return told

    def of_request(self, team: str) -> Answers:
        """After a request to another area was resolved: how content one is follows from that area."""
        content = self.decks.deal(truths.REQUESTED[team], "requested", team)
        told: Answers = {"request_service": content}
        if self._writes("requested"):
            theme = "bom" if content >= 4 else self.rng.choice(("demora", "retorno"))
            told["department_better"] = written(self.rng, "between", [theme])
        return told

    def _writes(self, survey: str) -> bool:
        return bool(self.decks.deal(_WRITE[survey], "writes", survey))

    def _about(self, level: int) -> int:
        return max(1, min(5, level + self.decks.deal(_ONE_OFF, "about")))

    def _of_purchase(self, told: Answers, slip: int, day: date) -> list[str]:
        """What somebody writes about: damaged goods more and more, else what weighed most."""
        is_lately = day >= truths.day(self.last, truths.RISING_THEME_DAYS)
        if self.decks.deal(_RISING if is_lately else _USUAL, "damage", is_lately):
            return ["avaria"]
        if told["nps"] >= 8:
            good = ["bom_atendimento", "qualidade", "qualidade"]
            good += ["no_prazo"] * 2 * (told["on_time"] >= 4) + ["bom_preco"] * (told["price"] >= 4)
            good += ["boa_montagem"] * (told["assembly"] >= 4)
            return self.rng.sample(good, 1 if self.rng.random() < 0.6 else 2)
        bad = ["atraso"] * 3 * (slip > 0) + ["montagem"] * 2 * (told["assembly"] <= 3)
        bad += ["preco"] * (told["price"] <= 3)
        return [self.rng.choice(bad or ["pouca_qualidade", "atendimento"])]

    def _of_work(self, department: str, worse: bool, is_glad: bool) -> str:
        if department == truths.WORSE_OFF and self.rng.random() < 0.6:
            return written(self.rng, "inside", ["escala" if worse else "boa_escala"])
        glad = ("lideranca", "colegas")
        missing = ("reconhecimento", "reconhecimento", "comunicacao", "carga", "sistema")
        return written(self.rng, "inside", [self.rng.choice(glad if is_glad else missing)])

    def _is_worse_off(self, department: str, day: date) -> bool:
        began = truths.day(self.last, truths.SHIFTS_DAYS_AGO)
        return department == truths.WORSE_OFF and day < began


def _nearest(days: int) -> int:
    """The slip among those that are planted; João's eight days are one of them."""
    return min(truths.PUNCTUALITY, key=lambda slip: (abs(slip - days), slip))


def replied_after(rng: random.Random) -> timedelta:
    """How long somebody takes to answer a mail."""
    return timedelta(hours=min(rng.lognormvariate(2.2, 1.1), 24 * 12))
