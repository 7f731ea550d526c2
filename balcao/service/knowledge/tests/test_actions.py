"""How an article is written, looked at, published, withdrawn; who may, and what readers see meanwhile."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Conflict, Forbidden, Invalid, NotFound
from balcao.register.access import actions as access
from balcao.register.people import actions as people
from balcao.service.knowledge import actions, queries, rules
from balcao.service.knowledge.models import Part, Text
from tests.cast import Cast

from .writing import INSIDE, published, read, shelf, titles

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def test_an_agent_writes_and_a_supervisor_publishes(cast: Cast) -> None:
    marina, rita = cast.actor("marina"), cast.actor("rita")
    made = actions.begin(marina, cast.teams["sac"].pk, "Troca", "Trinta dias.", audience=["public"])
    with pytest.raises(Forbidden):
        actions.publish(marina, made.pk)
    with pytest.raises(NotFound):
        queries.article(NOBODY, made.slug)
    assert actions.submit(marina, made.pk).state == "review"
    actions.publish(rita, made.pk)
    assert queries.article(NOBODY, made.slug)["title"] == "Troca"
    for act in (actions.publish, actions.submit):
        with pytest.raises(Conflict):
            act(rita, made.pk)


def test_others_teams_write_nothing_and_see_no_draft(cast: Cast) -> None:
    made = actions.begin(cast.actor("rita"), cast.teams["sac"].pk, "Troca", "Trinta dias.")
    for name in ("ana", "paulo", "joao", "carlos", "beto", "lucia"):
        actor = cast.actor(name)
        for act in (
            lambda who: actions.write(who, made.pk, "Outra", "Outra"),
            lambda who: actions.settle(who, made.pk, {"audience": ["public"]}),
            lambda who: actions.publish(who, made.pk),
            lambda who: actions.withdraw(who, made.pk),
            lambda who: actions.translate(who, made.pk, "en", "Other", "Other"),
            lambda who: actions.add_picture(who, made.pk, "a.png", PNG),
            lambda who: queries.draft(who, made.pk),
            lambda who: queries.history(who, made.pk),
            lambda who: queries.compare(who, made.pk, "pt-br", 1, 1),
        ):
            with pytest.raises(NotFound):
                act(actor)
        assert made.pk not in [one["id"] for one in queries.mine(actor)[0]]
    with pytest.raises(NotFound):
        actions.begin(cast.actor("ana"), cast.teams["sac"].pk, "Minha", "Texto.")


def test_readers_keep_the_published_version_while_another_is_written(cast: Cast) -> None:
    made = published(cast, body="Trinta dias.")
    marina = cast.actor("marina")
    actions.write(marina, made.pk, "Garantia", "Sessenta dias.", seen=1)
    assert "Trinta dias." in queries.article(NOBODY, made.slug)["html"]
    assert not queries.search(NOBODY, "sessenta", is_noted=False)
    with pytest.raises(Conflict):
        actions.write(cast.actor("rita"), made.pk, "Garantia", "Noventa dias.", seen=1)
    before, after, lines = queries.compare(marina, made.pk, "pt-br", 1, 2)
    assert (before["body"], after["body"]) == ("Trinta dias.", "Sessenta dias.")
    assert ("-", "Trinta dias.") in lines
    assert ("+", "Sessenta dias.") in lines
    numbers = [(one["number"], one["author"]) for one in queries.history(marina, made.pk)]
    assert numbers == [(2, "Marina"), (1, "Rita")]
    with pytest.raises(NotFound):
        queries.compare(marina, made.pk, "pt-br", 1, 9)


def test_saving_the_same_words_makes_no_version(cast: Cast) -> None:
    made = published(cast, "Troca", "Texto.")
    actions.write(cast.actor("rita"), made.pk, " Troca ", "Texto.\r\n")
    assert made.texts.count() == 1


def test_what_was_scheduled_is_published_and_not_what_came_after(cast: Cast) -> None:
    rita, at = cast.actor("rita"), clock.now() + timedelta(hours=1)
    made = actions.begin(rita, cast.teams["sac"].pk, "Troca", "Um.", audience=["public"])
    with pytest.raises(Invalid):
        actions.schedule(rita, made.pk, clock.now())
    with pytest.raises(Forbidden):
        actions.schedule(cast.actor("marina"), made.pk, at)
    actions.schedule(rita, made.pk, at)
    actions.write(cast.actor("marina"), made.pk, "Troca", "Dois.")
    with pytest.raises(NotFound):
        queries.article(NOBODY, made.slug)
    with clock.at(at):
        actions.publish_due()
        assert "Um." in queries.article(NOBODY, made.slug)["html"]
    assert not Text.objects.filter(publish_at__isnull=False).exists()


def test_a_schedule_may_be_taken_back(cast: Cast) -> None:
    rita, at = cast.actor("rita"), clock.now() + timedelta(hours=1)
    made = actions.begin(rita, cast.teams["sac"].pk, "Troca", "Um.", audience=["public"])
    actions.schedule(rita, made.pk, at)
    actions.unschedule(rita, made.pk)
    with clock.at(at):
        assert actions.publish_due() == 0


def test_what_ended_meanwhile_is_not_published_by_itself(cast: Cast) -> None:
    rita, now = cast.actor("rita"), clock.now()
    made = actions.begin(
        rita, cast.teams["sac"].pk, "Feira", "Um.", expires_on=clock.today() + timedelta(days=1)
    )
    actions.schedule(rita, made.pk, now + timedelta(days=3))
    with clock.at(now + timedelta(days=3)):
        actions.publish_due()
        made.refresh_from_db()
        assert made.state == "draft"
        with pytest.raises(Invalid):
            actions.publish(rita, made.pk)


def test_a_withdrawn_article_says_so_to_its_readers_and_to_nobody_else(cast: Cast) -> None:
    where = shelf(cast)
    made = published(cast, "Escala", "Texto.", ["internal"], category_id=where.pk)
    published(cast, "Férias", "Texto.", ["internal"], category_id=where.pk)
    published(cast, "Salários", "Texto.", ["supplier"], category_id=where.pk)
    actions.withdraw(cast.actor("rita"), made.pk)
    with pytest.raises(queries.Gone) as gone:
        read(cast, "ana", made.slug)
    assert gone.value.status == 410
    assert titles(gone.value.related) == ["Férias"]
    with pytest.raises(NotFound):
        read(cast, "joao", made.slug)
    assert not Part.objects.filter(article=made).exists()
    assert not queries.search(cast.actor("ana"), "escala", is_noted=False)
    actions.publish(cast.actor("rita"), made.pk)
    assert read(cast, "ana", made.slug)["title"] == "Escala"


def test_an_expired_article_warns_inside_and_is_gone_outside(cast: Cast) -> None:
    made = published(cast, expires_on=clock.today() + timedelta(days=1))
    tag = queries.edition(NOBODY)
    with clock.at(clock.now() + timedelta(days=2)):
        assert read(cast, "ana", made.slug)["freshness"] == "expired"
        for name in ("joao", "zoe"):
            with pytest.raises(NotFound):
                read(cast, name, made.slug)
            assert not queries.search(cast.actor(name), "garantia", is_noted=False)
        assert queries.edition(NOBODY) != tag
        assert [one["why"] for one in queries.due_for_review(cast.actor("rita"))[0]] == ["expired"]


def test_a_review_makes_it_fresh_again(cast: Cast) -> None:
    today = clock.today()
    made = published(cast, review_on=today + timedelta(days=20))
    rita = cast.actor("rita")
    assert not queries.due_for_review(rita)[0]
    with clock.at(clock.now() + timedelta(days=21)):
        assert read(cast, "joao", made.slug)["freshness"] == "due"
        assert [one["why"] for one in queries.due_for_review(rita)[0]] == ["review"]
        assert not queries.due_for_review(cast.actor("ana"))[0]
        with pytest.raises(Invalid):
            actions.review(rita, made.pk, clock.today())
        actions.review(rita, made.pk, clock.today() + timedelta(days=180))
        shown = read(cast, "joao", made.slug)
        assert (shown["freshness"], shown["reviewed_on"]) == ("fresh", clock.today())


def test_an_owner_who_leaves_leaves_articles_without_one(cast: Cast) -> None:
    made = published(cast)
    rita, marina = cast.actor("rita"), cast.people["marina"].pk
    actions.settle(rita, made.pk, {"owner_id": marina})
    assert not queries.due_for_review(rita)[0]
    tie = cast.people["marina"].relationships.get()
    people.end_relationship(SYSTEM, tie.pk)
    with clock.at(clock.now() + timedelta(days=2)):
        due = queries.due_for_review(cast.actor("rita"))[0]
    assert [(one["why"], one["owner"]) for one in due] == [("owner", None)]
    access.end_membership(SYSTEM, marina, cast.teams["sac"].pk)
    with pytest.raises(Invalid):
        actions.settle(rita, made.pk, {"owner_id": marina})


def test_who_may_only_write_changes_no_readers_of_what_is_published(cast: Cast) -> None:
    made = published(cast, audience=["internal"])
    with pytest.raises(Forbidden):
        actions.settle(cast.actor("marina"), made.pk, {"audience": ["public"]})
    actions.settle(cast.actor("rita"), made.pk, {"audience": ["public", "customer"]})
    made.refresh_from_db()
    assert made.audience == ["public"]


@pytest.mark.parametrize(
    ("title", "body", "field"),
    [
        (" ", "Texto.", "title"),
        ("Título", " ", "body"),
        ("Título", "x" * (rules.BODY_MOST + 1), "body"),
        ("Título", "::: interno\nsem fim", "body"),
        ("Título", "::: para marcianos\na\n:::", "body"),
        ("Título", "::: para equipe:999999\na\n:::", "body"),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words(
    cast: Cast, title: str, body: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.begin(cast.actor("rita"), cast.teams["sac"].pk, title, body)
    assert field in refused.value.fields


def test_a_part_for_some_reaches_them_alone(cast: Cast) -> None:
    made = published(cast, body=f"Todos.\n\n::: para prestadores, fornecedores\n{INSIDE}\n:::")
    assert INSIDE in read(cast, "carlos", made.slug)["html"]
    assert INSIDE in read(cast, "marina", made.slug)["html"]  # her team answers for it
    for name in ("ana", "joao", "zoe", "lucia"):
        assert INSIDE not in str(read(cast, name, made.slug))


def test_a_picture_is_seen_by_whoever_reads_the_part_that_shows_it(cast: Cast) -> None:
    rita = cast.actor("rita")
    made = actions.begin(rita, cast.teams["sac"].pk, "Troca", "Texto.", audience=["public"])
    open_to_all, inside = (actions.add_picture(rita, made.pk, "a.png", PNG) for _n in range(2))
    address = {one: rules.picture_address(one.pk) for one in (open_to_all, inside)}
    with pytest.raises(NotFound):
        queries.picture(NOBODY, open_to_all.pk)
    body = f"![a]({address[open_to_all]})\n\n::: interno\n![b]({address[inside]})\n:::"
    actions.write(rita, made.pk, "Troca", body)
    actions.publish(rita, made.pk)
    assert queries.picture(NOBODY, open_to_all.pk)["is_public"]
    assert not queries.picture(cast.actor("ana"), inside.pk)["is_public"]
    for actor in (NOBODY, cast.actor("joao")):
        with pytest.raises(NotFound):
            queries.picture(actor, inside.pk)
    with pytest.raises(Invalid):
        actions.add_picture(rita, made.pk, "a.png", b"<svg onload=alert(1)>")


def test_related_ones_are_named_among_what_one_reads(cast: Cast) -> None:
    where = shelf(cast)
    other = published(cast, "Entrega", "Texto.")
    made = published(cast, "Troca", "Texto.", category_id=where.pk, related=[other.pk])
    published(cast, "Montagem", "Texto.", category_id=where.pk)
    published(cast, "Escala", "Texto.", ["internal"], category_id=where.pk)
    assert titles(queries.article(NOBODY, made.slug)["related"]) == ["Entrega", "Montagem"]
    secret = actions.begin(cast.actor("ana"), cast.teams["ti"].pk, "Senhas", "Texto.")
    with pytest.raises(Invalid):
        actions.settle(cast.actor("rita"), made.pk, {"related": [secret.pk]})


def test_related_ones_are_added_and_taken_away_and_what_one_can_not_see_stays(cast: Cast) -> None:
    rita, made = cast.actor("rita"), published(cast, "Troca", "Texto.")
    rh = f"team:{cast.teams['rh'].pk}"
    secret = published(cast, "Senhas", "Texto.", ["internal"])
    hidden = actions.begin(SYSTEM, cast.teams["rh"].pk, "Salários", "Texto.", audience=[rh])
    made.related.add(hidden)
    before = queries.edition(NOBODY)
    actions.relate(rita, made.pk, secret.pk)
    assert queries.edition(NOBODY) != before
    assert titles(queries.draft(rita, made.pk)["related"]) == ["Senhas"]
    assert titles(queries.article(NOBODY, made.slug)["related"]) == []
    assert titles(read(cast, "ana", made.slug)["related"]) == ["Senhas"]
    actions.settle(rita, made.pk, {"related": []})
    assert list(made.related.all()) == [hidden]
    actions.relate(rita, made.pk, secret.pk)
    actions.unrelate(rita, made.pk, secret.pk)
    assert titles(queries.draft(rita, made.pk)["related"]) == []
    for wrong in (made.pk, hidden.pk, 0):
        with pytest.raises(Invalid):
            actions.relate(rita, made.pk, wrong)
    with pytest.raises(Forbidden):
        actions.relate(cast.actor("marina"), made.pk, secret.pk)


def test_shelves_have_no_ring_and_keep_what_is_on_them(cast: Cast) -> None:
    rita = cast.actor("rita")
    above = shelf(cast)
    under = shelf(cast, "Garantias", above)
    with pytest.raises(Invalid):
        actions.change_category(rita, above.pk, {"parent_id": under.pk})
    with pytest.raises(Invalid):
        actions.change_category(rita, above.pk, {"parent_id": above.pk})
    shelf(cast, "Fundo", under)
    with pytest.raises(Invalid):
        shelf(cast, "Fundo demais", shelf(cast, "Outro fundo", under))
    with pytest.raises(Conflict):
        actions.remove_category(rita, above.pk)
    with pytest.raises(Forbidden):
        actions.add_category(cast.actor("marina"), {"pt-br": "Minha"})
    assert shelf(cast, "Garantias").slug == "garantias-2"


def test_what_suggestions_spared_is_counted_by_visit(cast: Cast) -> None:
    made, joao, rita = published(cast), cast.actor("joao"), cast.actor("rita")
    hidden = published(cast, "Escala", "Texto.", ["internal"])
    visits = [UUID(int=number) for number in range(4)]
    for visit in visits:
        for _again in range(2):
            actions.note_shown(joao, visit, [made.pk, hidden.pk])
    for visit in visits[:3]:
        actions.note_opened(joao, visit, made.slug)
        actions.note_opened(joao, visit, hidden.slug)
    actions.note_outcome(joao, visits[0], "answered")
    actions.note_outcome(joao, visits[1], "sent")
    actions.note_outcome(joao, visits[3], "sent")
    today = clock.today()
    told = {"shown": 4, "opened": 3, "answered": 1, "sent": 2, "left_open": 1}
    assert queries.deflection(rita, today, today) == told
    assert queries.deflection(joao, today, today)["shown"] == 0
    assert not hidden.shown.exists()
