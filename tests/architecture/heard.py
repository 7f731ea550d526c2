"""What both sides are asked, answer and suggest, with words planted in it."""

from __future__ import annotations

from datetime import timedelta

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.listening.answers import actions as answers
from balcao.listening.asking import actions as asking
from balcao.listening.asking.actions.planning import occasions
from balcao.listening.asking.models import Invited, SubjectType
from balcao.listening.asking.tokens import token_of
from balcao.listening.ideas import actions as ideas
from balcao.listening.journeys import actions as journeys
from balcao.listening.loop import actions as loop
from balcao.listening.loop.models import Task
from balcao.listening.surveys import actions as surveys
from balcao.listening.surveys.models import Survey
from balcao.listening.themes import actions as themes
from balcao.listening.themes.models import Proposal
from balcao.register.people import actions as people
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .lure import planted


def listened(cast: Cast, ticket: Ticket) -> None:
    """Surveys, journeys, what was done because of João's answer about this ticket, and suggestions."""
    _asked(cast)
    _journeyed(cast)
    _improved(cast, ticket)
    _suggested(cast)
    _spoken(cast)


def _asked(cast: Cast) -> None:
    """Two surveys: one of SAC, sent and being rewritten, and one that Paulo looks after."""
    sac = surveys.add_survey(
        cast.actor("rita"),
        planted("pesquisasac"),
        "csat",
        "external",
        team_id=cast.teams["sac"].pk,
    )
    question = surveys.take_item(SYSTEM, sac.pk, "csat")
    surveys.publish(SYSTEM, sac.pk)
    asking.open_link(SYSTEM, sac.pk, "qr", planted("lugarsac"))
    words = {"pt-br": planted("perguntasac"), "en": planted("questionsac")}
    surveys.change_question(SYSTEM, question.pk, {"words": words})
    rh = surveys.add_survey(cast.actor("beto"), planted("pesquisarh"), "climate", "internal")
    surveys.change_survey(SYSTEM, rh.pk, {"owner_id": cast.people["paulo"].pk})
    words = {"pt-br": planted("perguntarh"), "en": planted("questionrh")}
    surveys.add_question(SYSTEM, rh.pk, "text", words=words)
    surveys.publish(SYSTEM, rh.pk)
    _invited(cast, sac.pk, rh.pk)


def _journeyed(cast: Cast) -> None:
    """A journey of the company, of which SAC's survey tells, and one of a confidential team."""
    for name, side, team in (
        ("empresa", "external", None),
        ("gente", "internal", cast.teams["rh"].pk),
    ):
        words = {"pt-br": planted(f"jornada{name}"), "en": planted(f"journey{name}")}
        made = journeys.add_journey(SYSTEM, words, side, team_id=team)
        stage = journeys.add_stage(SYSTEM, made.pk, {"pt-br": planted(f"etapa{name}")})
        meeting = {"pt-br": planted(f"contato{name}")}
        journeys.change_stage(SYSTEM, stage.pk, {"does": meeting, "touchpoints": meeting})
        if team is None:
            sac = Survey.objects.get(team=cast.teams["sac"].pk)
            journeys.link(SYSTEM, stage.pk, sac.pk, "csat")


def _invited(cast: Cast, sac: int, rh: int) -> None:
    """SAC's survey follows its tickets; everybody inside was invited to the anonymous one."""
    own = {"teams": [cast.teams["sac"].pk]}
    asking.set_occasion(cast.actor("rita"), sac, asking.Terms("resolved", conditions=own))
    for number in range(10):
        person = people.register_person(
            SYSTEM,
            planted("Nomeclima") if not number else f"Colega {number}",
            email=f"colega{number}@boapraca.example",
            is_work=True,
            is_verified=True,
        )
        people.begin_relationship(SYSTEM, person.pk, "employee")
    everybody = asking.set_occasion(SYSTEM, rh, asking.Terms("sample"))
    asking.draw_sample(SYSTEM, everybody.pk)


def _improved(cast: Cast, ticket: Ticket) -> None:
    """João answers low about his ticket; what was done because of it is for who takes care of it."""
    facts = {"teams": frozenset({ticket.team_id}), "kinds": frozenset({ticket.kind})}
    happened = asking.Happened(
        "resolved",
        "external",
        cast.people["joao"].pk,
        SubjectType.TICKET,
        ticket.pk,
        clock.now(),
        facts=facts,
    )
    assert asking.plan(happened, occasions("resolved")) == 1
    one = Invited.objects.get(subject_type="ticket", subject_id=ticket.pk)
    answers.answer(token_of(one.pk, one.token_digest) or "", {"csat": "1"}, language="pt-br")
    loop.act_all()
    task = Task.objects.get()
    loop.note(cast.actor("rita"), task.pk, planted("feitosac"))
    today = clock.today()
    for name in ("contado", "rascunho"):
        words = {language: planted(f"{name}sac") for language in ("pt-br", "en")}
        draft = loop.Draft(words, words, today, since_on=today, until_on=today)
        told = loop.keep_told(SYSTEM, task.survey_id, draft)
        if name == "contado":
            loop.publish_told(SYSTEM, told.pk)


def _suggested(cast: Cast) -> None:
    """A board of customers, one of everybody inside with an idea hidden, and one of RH."""
    beto = cast.actor("beto")
    outside = ideas.add_board(beto, planted("quadrofora"), ["customer"])
    ideas.suggest(cast.actor("joao"), outside.pk, planted("ideiafora"), planted("detalhefora"))
    inside = ideas.add_board(beto, planted("quadrodentro"), ["internal"])
    told = ideas.suggest(cast.actor("ana"), inside.pk, planted("ideiadentro"))
    assert told.id is not None
    ideas.comment(cast.actor("ana"), told.id, planted("comentariodentro"))
    ideas.answer(beto, told.id, "planned", planted("motivodentro"))
    trial = ideas.Trial("Mais gente", clock.today(), clock.today() + timedelta(days=9), "pessoas")
    ideas.begin_experiment(beto, told.id, trial)
    hidden = ideas.suggest(cast.actor("ana"), inside.pk, planted("ideiaoculta"))
    assert hidden.id is not None
    ideas.hide(beto, hidden.id, planted("motivooculto"))
    rh = ideas.add_board(beto, planted("quadrorh"), [f"team:{cast.teams['rh'].pk}"])
    ideas.suggest(cast.actor("paulo"), rh.pk, planted("ideiarh"))


def _spoken(cast: Cast) -> None:
    """A theme of the company's own, and words of a group that waits for a name."""
    names = {"pt-br": planted("temasac"), "en": planted("themesac")}
    themes.add_theme(cast.actor("rita"), "external", names, [planted("termosac")])
    for team, word in (("sac", "gruposac"), (None, "gruporh")):
        survey = Survey.objects.get(team=cast.teams[team].pk if team else None)
        Proposal.objects.create(survey=survey, words=[planted(word)], size=5, made_at=clock.now())
