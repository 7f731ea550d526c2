"""The pages of boards: in either frame, without script, for whom they are and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from balcao.core import clock
from balcao.core.actor import Hat
from balcao.listening.ideas import actions
from balcao.listening.ideas.models import Board, Comment, Experiment, Idea, Vote
from balcao.listening.ideas.tests.suggesting import board, colleagues, idea, soon
from balcao.register.access.actors import Level
from balcao.service.tickets import actions as tickets
from tests.cast import Cast
from tests.signing import SignIn, signed_in
from tests.statements import counted

HOME = "/sugestoes/"
PART = {"HX-Request": "true"}


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("name", ["marina", "lucia", "beto"])
def test_staff_read_boards_at_the_desk(cast: Cast, sign_in: SignIn, name: str) -> None:
    made = board(cast, name="Melhorias")
    client = sign_in(name)
    assert 'body class="desk"' in (page := text(client, HOME))
    assert "Melhorias" in page
    assert 'body class="desk"' in text(client, f"{HOME}quadros/{made.pk}/")


def test_clients_read_boards_in_the_portal_under_the_hat_they_wear(cast: Cast) -> None:
    inside, outside = board(cast, name="De dentro"), board(cast, ["customer"], name="De fora")
    joao = signed_in(cast.people["joao"].pk, Level.LINK)
    page = text(joao, HOME)
    assert 'body class="portal"' in page
    assert "De fora" in page
    assert "De dentro" not in page
    text(joao, f"{HOME}quadros/{inside.pk}/", 404)
    carlos = signed_in(cast.people["carlos"].pk)
    assert "De dentro" in text(carlos, HOME)
    as_customer = signed_in(cast.people["carlos"].pk, hat=Hat.EXTERNAL)
    assert "De dentro" not in text(as_customer, HOME)
    zoe = signed_in(cast.people["zoe"].pk, Level.LINK)
    for path in (f"quadros/{outside.pk}/", f"quadros/{inside.pk}/escrever/", "999/"):
        text(zoe, f"{HOME}{path}", 404)
    assert Client().get(HOME).status_code == 302


def test_an_idea_is_written_and_voted_for_without_script(cast: Cast) -> None:
    made = board(cast, ["customer"])
    joao = signed_in(cast.people["joao"].pk, Level.LINK)
    path = f"{HOME}quadros/{made.pk}/escrever/"
    assert "your first name" in text(joao, path)
    answer = joao.post(path, {"title": "", "words": "Sem título"})
    assert answer.status_code == 422
    assert "Sem título" in answer.content.decode()
    answer = joao.post(path, {"title": "Montagem aos sábados", "words": "Para quem trabalha"})
    there = Idea.objects.get()
    assert answer["Location"] == f"{HOME}{there.pk}/"
    assert "Montagem aos sábados" in text(joao, answer["Location"])
    form = {"idea": there.pk, "wants": "1", "back": "idea"}
    answer = joao.post(f"{HOME}quadros/{made.pk}/voto/", form)
    assert answer["Location"] == f"{HOME}{there.pk}/"
    assert 'aria-pressed="true"' in text(joao, f"{HOME}quadros/{made.pk}/")
    joao.post(f"{HOME}quadros/{made.pk}/voto/", {**form, "wants": "0"})
    assert not Vote.objects.exists()


def test_a_vote_changes_its_button_alone(cast: Cast, sign_in: SignIn) -> None:
    made = board(cast)
    there = idea(cast.actor("ana"), made)
    marina = sign_in("marina")
    form = {"idea": there.pk, "wants": "1"}
    answer = marina.post(f"{HOME}quadros/{made.pk}/voto/", form, headers=PART)
    told = answer.content.decode()
    assert told.strip().startswith("<form")
    assert 'aria-pressed="true"' in told
    assert re.search(r"vote-count[^>]*>1<", told)
    other = board(cast, name="Outro")
    wrong = marina.post(f"{HOME}quadros/{other.pk}/voto/", form)
    assert wrong.status_code == 404


def test_similar_ideas_are_shown_while_one_writes(cast: Cast, sign_in: SignIn) -> None:
    made = board(cast)
    there = idea(cast.actor("ana"), made, "Café melhor na copa")
    marina, path = sign_in("marina"), f"{HOME}quadros/{made.pk}/"
    told = marina.post(f"{path}parecidas/", {"title": "cafe na copa"}, headers=PART)
    assert "Café melhor na copa" in told.content.decode()
    looked = marina.post(f"{path}escrever/", {"title": "cafe na copa", "look": "1"})
    assert f"{HOME}{there.pk}/" in looked.content.decode()
    assert Idea.objects.count() == 1


def test_who_looks_after_a_board_answers_merges_hides_and_tries(
    cast: Cast, sign_in: SignIn
) -> None:
    made = board(cast)
    ana = cast.actor("ana")
    one, two = idea(ana, made, "Café melhor"), idea(ana, made, "Café bom")
    beto, path = sign_in("beto"), f"{HOME}{one.pk}/"
    assert "Looking after it" in text(beto, path)
    assert "Looking after it" not in text(sign_in("marina"), path)
    beto.post(f"{path}juntar/", {"into": two.pk})
    assert sign_in("marina").get(path)["Location"] == f"{HOME}{two.pk}/"
    assert "Café melhor" in text(beto, f"{HOME}{two.pk}/")
    beto.post(f"{path}separar/")
    beto.post(f"{path}responder/", {"state": "planned", "reason": "Em janeiro"})
    assert "Em janeiro" in text(sign_in("ana"), path)
    beto.post(
        f"{path}experimentar/",
        {
            "expects": "Mais gente na copa",
            "measure": "pessoas por dia",
            "starts_on": clock.today().isoformat(),
            "ends_on": (clock.today() + timedelta(days=14)).isoformat(),
        },
    )
    trial = Experiment.objects.get()
    decided = {"idea": one.pk, "result": "Veio mais gente", "decision": "adopt"}
    beto.post(
        f"{HOME}experimentos/{trial.pk}/decidir/", {**decided, "before": "12,5", "after": "20"}
    )
    page = text(sign_in("marina"), path)
    for said in (
        "pessoas por dia",
        "12.5",
        "Veio mais gente",
        "Adopt it",
        "nobody knows",
        "Carried out",
    ):
        assert said in page, said
    sign_in("marina").post(f"{path}comentar/", {"words": "Que bom"})
    comment = Comment.objects.get()
    beto.post(f"{HOME}comentarios/{comment.pk}/esconder/", {"idea": one.pk, "reason": "Engano"})
    assert "Que bom" not in text(sign_in("ana"), path)
    beto.post(f"{HOME}comentarios/{comment.pk}/mostrar/", {"idea": one.pk})
    beto.post(f"{path}esconder/", {"reason": "Fora do assunto"})
    text(sign_in("marina"), path, 404)
    assert "Fora do assunto" in text(sign_in("ana"), path)
    beto.post(f"{path}mostrar/")
    assert "Café melhor" in text(sign_in("marina"), path)


def test_boards_are_opened_changed_and_closed(cast: Cast, sign_in: SignIn) -> None:
    beto = sign_in("beto")
    text(sign_in("marina"), f"{HOME}quadros/novo/", 404)
    form = {"name": "Gente", "answer_days": "3", "k": "5"}
    assert beto.post(f"{HOME}quadros/novo/", form).status_code == 422
    answer = beto.post(f"{HOME}quadros/novo/", {**form, "audience": f"team:{cast.teams['ti'].pk}"})
    made = Board.objects.get()
    path = f"{HOME}quadros/{made.pk}/"
    assert answer["Location"] == path
    text(sign_in("ana"), path)
    text(sign_in("marina"), path, 404)
    text(sign_in("ana"), f"{path}mudar/", 404)
    changed = {"name": "Gente boa", "answer_days": "2", "k": "6", "has_rounds": "1"}
    assert beto.post(f"{path}mudar/", changed).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.answer_days, made.k, made.has_rounds) == ("Gente boa", 2, 6, True)
    last = (clock.today() + timedelta(days=3)).isoformat()
    beto.post(f"{path}rodada/", {"last_day": last})
    assert "A round is open" in text(sign_in("ana"), path)
    beto.post(f"{path}rodada/encerrar/")
    beto.post(f"{path}encerrar/")
    assert "This board is closed" in text(sign_in("ana"), path)
    beto.post(f"{path}reabrir/")
    assert "This board is closed" not in text(sign_in("ana"), path)


def test_counts_stand_in_no_page_while_a_round_is_open(cast: Cast, sign_in: SignIn) -> None:
    made = board(cast, has_rounds=True)
    actions.open_round(cast.actor("beto"), made.pk, soon())
    there = idea(cast.actor("ana"), made)
    for actor in colleagues(17):
        actions.vote(actor, there.pk)
    for name in ("beto", "ana"):
        client = sign_in(name)
        for path in (f"quadros/{made.pk}/?order=most", f"{there.pk}/"):
            page = text(client, f"{HOME}{path}")
            assert "17 votes" not in page
            assert ">17<" not in page
        vote = {"idea": there.pk}
        told = client.post(f"{HOME}quadros/{made.pk}/voto/", vote, headers=PART).content.decode()
        assert ">18<" not in told
        assert ">?<" in told
    actions.close_round(cast.actor("beto"), made.pk)
    assert "19 votes" in text(sign_in("ana"), f"{HOME}{there.pk}/")


def test_news_are_told_at_home_until_they_are_seen(cast: Cast, sign_in: SignIn) -> None:
    made = board(cast)
    there = idea(cast.actor("ana"), made)
    actions.answer(cast.actor("beto"), there.pk, "planned", "Em janeiro")
    ana = sign_in("ana")
    page = text(ana, HOME)
    assert "Em janeiro" in page
    until = re.search(r'name="until" value="(\d+)"', page)
    assert until is not None
    ana.post(f"{HOME}novidades/", {"until": until[1]})
    assert "Em janeiro" not in text(ana, HOME)


def test_pages_cost_the_same_for_two_ideas_and_for_twenty(cast: Cast, sign_in: SignIn) -> None:
    made, marina = board(cast), sign_in("marina")
    path = f"{HOME}quadros/{made.pk}/"
    costs = []
    for count in (2, 18):
        for n in range(count):
            there = idea(cast.actor("ana" if n % 2 else "beto"), made, f"Ideia {n}")
            actions.vote(cast.actor("marina"), there.pk)
            actions.comment(cast.actor("rita"), there.pk, "Boa")
        for one in (path, HOME):
            text(marina, one)
        costs.append([counted(lambda one=one: text(marina, one)) for one in (path, HOME)])  # type: ignore[misc]
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 14


def test_a_suggestion_in_a_ticket_goes_to_a_board_with_its_author_s_consent(
    cast: Cast, sign_in: SignIn
) -> None:
    made = board(cast, ["customer"], name="Loja")
    board(cast, name="De dentro")
    ticket = cast.ticket("joao", "sac", "Abram aos domingos")
    path = f"{HOME}chamado/{ticket.protocol}/"
    marina = sign_in("marina")
    text(marina, path, 404)
    tickets.set_kind(cast.actor("marina"), ticket.pk, "suggestion")
    page = text(marina, path)
    assert "Loja" in page
    assert "De dentro" not in page
    assert path in text(marina, f"/desk/tickets/{ticket.protocol}/")
    for name in ("ana", "paulo"):
        text(sign_in(name), path, 404)
    form = {"board": made.pk, "title": "Abrir aos domingos", "words": "Só tenho domingo"}
    assert marina.post(path, form).status_code == 422
    assert marina.post(path, {**form, "consent": "por telefone, hoje"}).status_code == 302
    there = Idea.objects.get()
    assert (there.author_id, there.origin_ticket_id) == (cast.people["joao"].pk, ticket.pk)
    assert "por telefone, hoje" in text(marina, f"/desk/tickets/{ticket.protocol}/")
    assert "Abrir aos domingos" in text(signed_in(cast.people["joao"].pk, Level.LINK), HOME)
    assert marina.post(path, {**form, "consent": "de novo"}).status_code == 409
