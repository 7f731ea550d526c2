from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.core.errors import Forbidden, Invalid, NotFound
from balcao.events.live import hush
from balcao.register.access import actions as access
from balcao.service.notifications import actions, queries
from balcao.service.notifications.models import Notification
from balcao.service.notifications.rules import Kind, Way
from balcao.service.tickets import actions as tickets
from balcao.service.tickets.content import Said
from balcao.service.tickets.models import DeliveryState
from tests.cast import Cast

from .pushing import ENDPOINT, session


def told(cast: Cast, name: str) -> list[str]:
    """Kinds of what this person was told of, newest first."""
    found, _next = queries.notifications(cast.actor(name))
    return [line["kind"] for line in found]


def test_who_is_given_a_ticket_is_told_but_never_of_ones_own_act(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["rita"].pk)
    assert told(cast, "marina") == [Kind.ASSIGNED]
    assert told(cast, "rita") == []


def test_a_clients_word_reaches_the_assignee_and_the_followers(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    tickets.assign(cast.actor("marina"), ticket.pk, cast.people["marina"].pk)
    tickets.follow(cast.actor("rita"), ticket.pk, follows=True)
    tickets.receive(SYSTEM, ticket.pk, cast.handle("joao"), Said("Alguma novidade?"))
    assert told(cast, "marina") == [Kind.REPLIED]
    assert told(cast, "rita") == [Kind.FOLLOWED]


def test_who_writes_by_mail_in_their_own_ticket_is_not_told_of_it(cast: Cast) -> None:
    """An agent is a client of their own team: the desk takes the mail in, but the act is theirs."""
    actions.choose(cast.actor("ana"), Kind.ARRIVED, Way.PAGE, is_on=True)
    ticket = cast.ticket("ana", "ti")
    tickets.assign(SYSTEM, ticket.pk, cast.people["ana"].pk)
    tickets.follow(cast.actor("ana"), ticket.pk, follows=True)
    tickets.receive(SYSTEM, ticket.pk, cast.handle("ana"), Said("E ainda não liga."))
    assert told(cast, "ana") == [Kind.ASSIGNED]


def test_an_automatic_mail_tells_nobody(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    tickets.assign(cast.actor("marina"), ticket.pk, cast.people["marina"].pk)
    tickets.attach_automatic(SYSTEM, ticket.pk, Said("Estou de férias."))
    assert told(cast, "marina") == []


def test_a_mention_is_told_once_and_in_the_stronger_words(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    tickets.follow(cast.actor("rita"), ticket.pk, follows=True)
    tickets.note(
        cast.actor("marina"), ticket.pk, Said("@Rita veja"), mentions=[cast.people["rita"].pk]
    )
    assert told(cast, "rita") == [Kind.MENTIONED]


def test_who_does_not_handle_the_ticket_is_told_nothing(cast: Cast) -> None:
    ticket = cast.ticket("ana", "rh")
    tickets.note(
        cast.actor("paulo"), ticket.pk, Said("@Marina"), mentions=[cast.people["marina"].pk]
    )
    assert told(cast, "marina") == []


def test_what_one_may_no_longer_see_is_neither_shown_nor_counted(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    assert queries.unseen(cast.actor("marina")) == 1
    access.end_membership(SYSTEM, cast.people["marina"].pk, cast.teams["sac"].pk)
    assert queries.unseen(cast.actor("marina")) == 0
    assert told(cast, "marina") == []


def test_a_reply_that_is_not_delivered_is_told_to_its_writer(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    message = tickets.reply(cast.actor("marina"), ticket.pk, Said("Segue."))
    tickets.mark_delivery(SYSTEM, message.pk, DeliveryState.FAILED, "mailbox full")
    assert told(cast, "marina") == [Kind.UNDELIVERED]


def test_new_tickets_are_told_only_to_those_who_chose_so(cast: Cast) -> None:
    cast.ticket("joao", "sac")
    assert told(cast, "marina") == []
    actions.choose(cast.actor("marina"), Kind.ARRIVED, Way.PAGE, is_on=True)
    cast.ticket("joao", "sac")
    cast.ticket("ana", "ti")
    assert told(cast, "marina") == [Kind.ARRIVED]


def test_with_every_way_switched_off_nothing_is_written(cast: Cast) -> None:
    marina = cast.actor("marina")
    for way in Way:
        actions.choose(marina, Kind.ASSIGNED, way, is_on=False, team_id=cast.teams["sac"].pk)
    ticket = cast.ticket("joao", "sac")
    tickets.assign(cast.actor("rita"), ticket.pk, marina.me)
    assert not Notification.objects.exists()


def test_history_tells_nobody(cast: Cast) -> None:
    with hush():
        ticket = cast.ticket("joao", "sac")
        tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    assert not Notification.objects.exists()


def test_seeing_a_ticket_sees_what_was_told_of_it(cast: Cast) -> None:
    first, second = cast.ticket("joao", "sac"), cast.ticket("joao", "sac")
    for ticket in (first, second):
        tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    marina = cast.actor("marina")
    assert actions.see_ticket(marina, first.pk) == 1
    assert queries.unseen(marina) == 1
    newest = queries.notifications(marina, only_unseen=True)[0][0]
    assert actions.see_all(marina, until_id=newest["id"]) == 1
    assert queries.unseen(marina) == 0


def test_what_is_seen_is_neither_mailed_nor_pushed_any_more(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    waiting = Notification.objects.get()
    assert waiting.mail_at is not None
    assert waiting.push_at is not None
    actions.see(cast.actor("marina"), [waiting.pk])
    waiting.refresh_from_db()
    assert waiting.mail_at is None
    assert waiting.push_at is None


def test_nobody_sees_for_another(cast: Cast) -> None:
    ticket = cast.ticket("joao", "sac")
    tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    assert actions.see(cast.actor("rita"), [Notification.objects.get().pk]) == 0
    assert queries.unseen(cast.actor("marina")) == 1


def test_the_list_goes_on_where_it_ended(cast: Cast) -> None:
    for _number in range(5):
        ticket = cast.ticket("joao", "sac")
        tickets.assign(cast.actor("rita"), ticket.pk, cast.people["marina"].pk)
    marina = cast.actor("marina")
    first, following = queries.notifications(marina, limit=3)
    assert following is not None
    second, end = queries.notifications(marina, cursor=following, limit=3)
    assert end is None
    assert len({line["id"] for line in [*first, *second]}) == 5


def test_choices_are_an_agents_and_of_ones_own_teams(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.choose(cast.actor("joao"), Kind.ASSIGNED, Way.MAIL, is_on=True)
    with pytest.raises(NotFound):
        actions.choose(
            cast.actor("marina"),
            Kind.ASSIGNED,
            Way.MAIL,
            is_on=True,
            team_id=cast.teams["rh"].pk,
        )
    with pytest.raises(Invalid):
        actions.choose(cast.actor("marina"), "weather", Way.MAIL, is_on=True)


def test_a_browser_of_a_shared_machine_is_the_last_ones(cast: Cast) -> None:
    marina, rita = cast.actor("marina"), cast.actor("rita")
    for actor, name in ((marina, "marina"), (rita, "rita")):
        actions.subscribe(actor, session(cast, name), ENDPOINT, "key", "secret", "Chromium")
    assert queries.browsers(marina) == []
    (browser,) = queries.browsers(rita)
    with pytest.raises(NotFound):
        actions.forget_browser(marina, browser["id"])
    actions.forget_browser(rita, browser["id"])
    assert queries.browsers(rita) == []


def test_a_push_address_must_be_one(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.subscribe(
            cast.actor("marina"), session(cast), "https://127.0.0.1/", "key", "secret", ""
        )
