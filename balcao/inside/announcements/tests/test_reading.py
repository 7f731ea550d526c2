"""Read, confirmed, answered; published, revised, over and withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balcao.core import clock
from balcao.core.actor import NOBODY, SYSTEM
from balcao.core.errors import Conflict, Invalid, NotFound
from balcao.events.models import Event
from balcao.inside.announcements import actions, queries
from balcao.inside.announcements.models import Announcement, Reading
from balcao.register.access.actions import Feed, make_feed_address, reader_of_feed
from balcao.register.access.actors import Level
from balcao.register.people.models import Organization, OrganizationKind
from tests.cast import Cast
from tests.statements import counted

from .announcing import ASKED, colleagues, content, published, told, written


def test_publishing_to_many_writes_nobody_down(cast: Cast) -> None:
    colleagues(12)
    made = published(cast.actor("beto"), is_mailed=True, needs_confirmation=True)
    assert made.recipients == 19
    assert Reading.objects.count() == 0


def test_what_is_seen_no_longer_waits_unless_it_is_to_be_confirmed(cast: Cast) -> None:
    beto, ana = cast.actor("beto"), cast.actor("ana")
    plain, asking = published(beto), published(beto, needs_confirmation=True)
    assert queries.unseen(ana) == 2
    assert [one["id"] for one in queries.pending(ana)] == [asking.pk, plain.pk]
    assert actions.see(ana, plain.pk)
    assert not actions.see(ana, plain.pk)
    actions.see(ana, asking.pk)
    assert [one["id"] for one in queries.pending(ana)] == [asking.pk]
    assert actions.confirm(ana, asking.pk, edition=1)
    assert actions.confirm(ana, asking.pk, edition=1)
    assert queries.unseen(ana) == 0
    assert Event.objects.filter(name="AnnouncementConfirmed").count() == 1
    assert queries.unseen(NOBODY) == 0
    assert queries.pending(NOBODY) == []


def test_a_wrong_answer_confirms_nothing_and_may_be_given_again(cast: Cast) -> None:
    made, ana = published(cast.actor("beto"), asked=ASKED), cast.actor("ana")
    for choice in (None, -1, 3):
        with pytest.raises(Invalid):
            actions.confirm(ana, made.pk, edition=1, choice=choice)
    assert not actions.confirm(ana, made.pk, edition=1, choice=0)
    assert queries.unseen(ana) == 1
    assert actions.confirm(ana, made.pk, edition=1, choice=1)
    reading = Reading.objects.get()
    assert (reading.was_right, reading.tries, reading.choice) == (False, 2, 1)
    assert actions.confirm(cast.actor("carlos"), made.pk, edition=1, choice=1)
    assert Reading.objects.latest("pk").was_right


def test_a_new_edition_asks_again_only_where_its_author_says_so(cast: Cast) -> None:
    beto, ana = cast.actor("beto"), cast.actor("ana")
    made = published(beto, needs_confirmation=True)
    actions.confirm(ana, made.pk, edition=1)
    actions.revise(beto, made.pk, content("Horário corrigido"), asks_again=False)
    assert told(ana) == ["Horário corrigido"]
    assert queries.unseen(ana) == 0
    with pytest.raises(Conflict):
        actions.confirm(cast.actor("carlos"), made.pk, edition=1)
    actions.revise(beto, made.pk, content("Outro horário"), asks_again=True)
    assert queries.unseen(ana) == 1
    assert queries.announcement(ana, made.pk)["is_asked_again"]
    actions.confirm(ana, made.pk, edition=3)
    assert queries.unseen(ana) == 0
    assert [(one["number"], one["confirmed"]) for one in queries.editions(beto, made.pk)] == [
        (3, 1),
        (2, 0),
        (1, 1),
    ]


def test_a_question_that_changed_asks_everybody(cast: Cast) -> None:
    beto = cast.actor("beto")
    made = published(beto, needs_confirmation=True)
    with pytest.raises(Invalid):
        actions.revise(beto, made.pk, content(asked=ASKED), asks_again=False)
    actions.revise(beto, made.pk, content(asked=ASKED), asks_again=True)
    with pytest.raises(Invalid):
        actions.confirm(cast.actor("ana"), made.pk, edition=2)


def test_what_is_scheduled_is_read_from_its_instant_on(cast: Cast) -> None:
    beto, ana, now = cast.actor("beto"), cast.actor("ana"), clock.now()
    made = written(beto)
    actions.publish(beto, made.pk, at=now + timedelta(hours=2))
    assert told(ana) == []
    assert actions.publish_due() == 0
    with clock.at(now + timedelta(hours=2)):
        assert actions.publish_due() == 1
        assert told(ana) == ["Novo horário"]
        with pytest.raises(Conflict):
            actions.publish(beto, made.pk)
    later = written(beto, title="Depois")
    actions.publish(beto, later.pk, at=now + timedelta(hours=2))
    actions.withdraw(beto, later.pk)
    with clock.at(now + timedelta(hours=2)):
        assert actions.publish_due() == 0
    assert Announcement.objects.get(pk=later.pk).state == "draft"


def test_what_would_be_over_before_it_begins_is_never_published(cast: Cast) -> None:
    beto, now = cast.actor("beto"), clock.now()
    made = written(beto, expires_at=now + timedelta(hours=3))
    with pytest.raises(Invalid):
        actions.publish(beto, made.pk, at=now + timedelta(hours=4))
    actions.publish(beto, made.pk, at=now + timedelta(hours=2))
    with pytest.raises(Invalid):
        actions.change(beto, made.pk, content(), {"expires_at": now + timedelta(hours=1)})
    with clock.at(now + timedelta(hours=5)):
        assert actions.publish_due() == 1
        assert actions.publish_due() == 0
    made.refresh_from_db()
    assert (made.state, made.edition) == ("draft", 0)


def test_what_is_over_leaves_the_list_and_takes_no_confirmation(cast: Cast) -> None:
    beto, ana, now = cast.actor("beto"), cast.actor("ana"), clock.now()
    made = published(beto, needs_confirmation=True, expires_at=now + timedelta(days=1))
    with clock.at(now + timedelta(days=2)):
        assert told(ana) == []
        assert queries.unseen(ana) == 0
        assert [one["id"] for one in queries.announcements(ana, past=True)[0]] == [made.pk]
        assert not queries.announcement(ana, made.pk)["lasts"]
        with pytest.raises(Conflict):
            actions.confirm(ana, made.pk, edition=1)


def test_what_is_withdrawn_is_there_for_nobody_but_who_looks_after_it(cast: Cast) -> None:
    beto, ana = cast.actor("beto"), cast.actor("ana")
    made = published(beto)
    actions.withdraw(beto, made.pk)
    assert told(ana) == []
    with pytest.raises(NotFound):
        queries.announcement(ana, made.pk)
    assert not queries.announcement(beto, made.pk)["is_reader"]
    with pytest.raises(Conflict):
        actions.withdraw(beto, made.pk)
    with pytest.raises(Conflict):
        actions.discard(beto, made.pk)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"audience": ["public"], "needs_confirmation": True}, "needs_confirmation"),
        ({"remind_days": 31}, "remind_days"),
        ({"expires_at": clock.now() - timedelta(days=1)}, "expires_at"),
    ],
)
def test_wrong_terms_are_refused_with_their_field(
    cast: Cast, terms: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        written(cast.actor("beto"), **terms)  # type: ignore[arg-type]
    assert field in refusal.value.fields


@pytest.mark.parametrize(
    ("titles", "bodies", "field"),
    [
        ({}, {}, "title"),
        ({"pt-br": "Só título"}, {}, "body_pt-br"),
        ({"pt-br": "Um", "en": " "}, {"pt-br": "Dois", "en": "Three"}, "title_en"),
    ],
)
def test_words_are_whole_in_each_language_they_have(
    cast: Cast, titles: dict[str, str], bodies: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.write(cast.actor("beto"), actions.Content(titles, bodies), ["internal"])
    assert field in refusal.value.fields


def test_reach_is_counted_and_departments_of_few_stand_together(cast: Cast) -> None:
    beto = cast.actor("beto")
    stock, shop, tiny = (
        Organization.objects.create(
            kind=OrganizationKind.DEPARTMENT, name=name, folded_name=name.lower()
        )
        for name in ("Estoque", "Loja", "Cozinha")
    )
    people = [
        *colleagues(6, stock),
        *colleagues(5, shop, since=6),
        *colleagues(2, tiny, since=11),
    ]
    made = published(beto, asked=ASKED)
    for place, actor in enumerate(people[:7]):
        actions.confirm(actor, made.pk, edition=1, choice=1 if place else 0)
    actions.see(people[7], made.pk)
    found = queries.reach(beto, made.pk)
    assert (found.asked, found.read, found.confirmed) == (20, 8, 6)
    assert (found.answered, found.right) == (7, 6)
    assert found.groups == (("Estoque", 6, 6, 5), ("Loja", 5, 2, 1), ("", 9, 0, 0))
    confirmed, _following = queries.named(beto, made.pk)
    waiting, following = queries.named(beto, made.pk, waiting=True, limit=10)
    assert [one["id"] for one in confirmed] == [one.person_id for one in people[1:7]]
    assert len(waiting) == 10
    assert following is not None
    rest, _end = queries.named(beto, made.pk, waiting=True, after=following, limit=10)
    assert len(rest) == 4
    for name in ("ana", "marina", "joao", "paulo"):
        with pytest.raises(NotFound):
            queries.reach(cast.actor(name), made.pk)
        with pytest.raises(NotFound):
            queries.named(cast.actor(name), made.pk)


def test_under_five_people_nothing_but_confirmations_is_told(cast: Cast) -> None:
    made = published(cast.actor("beto"), ["contractor"])
    actions.see(cast.actor("carlos"), made.pk)
    found = queries.reach(cast.actor("beto"), made.pk)
    assert (found.asked, found.read, found.groups, found.is_small) == (1, 0, (), True)
    with pytest.raises(NotFound):
        queries.named(cast.actor("beto"), made.pk)


def test_a_list_takes_as_many_statements_for_two_as_for_twenty(cast: Cast) -> None:
    ana = cast.actor("ana")
    published(cast.actor("beto"))
    few = counted(lambda: queries.announcements(ana))
    for number in range(9):
        published(cast.actor("beto"), title=f"Aviso {number}")
    many = counted(lambda: queries.announcements(ana, limit=5))
    assert few == many == 1
    first, cursor = queries.announcements(ana, limit=6)
    assert cursor is not None
    second, _end = queries.announcements(ana, cursor=cursor, limit=6)
    assert len({one["id"] for one in [*first, *second]}) == 10


def test_the_mark_of_what_one_is_told_changes_with_it_and_differs_by_audience(cast: Cast) -> None:
    ana, joao = cast.actor("ana"), cast.actor("joao")
    before = queries.tag(ana), queries.tag(joao)
    made = published(cast.actor("beto"))
    assert (queries.tag(ana), queries.tag(joao)) != before
    assert queries.tag(joao) == before[1]
    told_once = queries.tag(ana)
    actions.revise(cast.actor("beto"), made.pk, content("Outro"), asks_again=False)
    assert queries.tag(ana) != told_once


def test_a_feed_reads_as_its_owner_is_today_under_the_hats_it_was_made_with(cast: Cast) -> None:
    published(cast.actor("beto"), title="De dentro")
    published(cast.actor("beto"), ["public"], title="De todos")
    titles = {Level.STRONG: ["De todos", "De dentro"], Level.LINK: ["De todos"]}
    for level, read in titles.items():
        secret = make_feed_address(cast.actor("carlos", level), Feed.ANNOUNCEMENTS)
        assert told(reader_of_feed(Feed.ANNOUNCEMENTS, secret)) == read


def test_the_desk_itself_reads_everything(cast: Cast) -> None:
    made = written(cast.actor("beto"))
    assert queries.draft(SYSTEM, made.pk)["id"] == made.pk
