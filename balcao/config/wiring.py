"""Cause and effect on one page: which handlers run, inside the transaction, when a fact is told.

Those that hear only some facts of a kind say so themselves: see events/concern.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from balcao.events.actions import Handler
from balcao.events.facts import Fact
from balcao.listening.answers import handlers as answers
from balcao.listening.answers.events import AnswerGiven, BallotsSettled
from balcao.listening.asking import handlers as asking
from balcao.listening.asking.events import WaveClosed
from balcao.listening.loop import handlers as loop
from balcao.listening.loop.events import TaskTold
from balcao.listening.results import handlers as results
from balcao.listening.results.events import ResultsReleased
from balcao.listening.surveys.events import SurveyClosed
from balcao.listening.themes import handlers as themes
from balcao.listening.themes.events import ThemeCounted
from balcao.register.access import handlers as access
from balcao.register.access.events import GlassBroken
from balcao.register.calendars.events import CalendarChanged, OpeningsMoved
from balcao.register.orders import handlers as orders
from balcao.register.orders.events import OrderDelivered
from balcao.register.people.events import (
    MergeUndone,
    PersonsMerged,
    RelationshipBegun,
    RelationshipEnded,
)
from balcao.service.agenda import handlers as agenda
from balcao.service.agenda.events import FollowUpDue, SnoozeEnded
from balcao.service.approvals import handlers as approvals
from balcao.service.approvals.events import ApprovalDecided, AskDecided, Asked, AskHanded
from balcao.service.between import handlers as between
from balcao.service.between.events import InsideAnswered
from balcao.service.bundles import handlers as bundles
from balcao.service.catalog import handlers as catalog
from balcao.service.changes import handlers as changes
from balcao.service.delivery import handlers as delivery
from balcao.service.knowledge.events import ReviewDue
from balcao.service.notifications import handlers as notifications
from balcao.service.routing import handlers as routing
from balcao.service.sla import handlers as sla
from balcao.service.sla.events import PromiseWarned
from balcao.service.tickets.events import (
    DeliveryChanged,
    KindChanged,
    Mentioned,
    MessageReceived,
    NoteWritten,
    PriorityChanged,
    ReplySent,
    StatusChanged,
    TicketAssigned,
    TicketOpened,
    TicketReopened,
    TicketTransferred,
)
from balcao.service.waiting import handlers as waiting
from balcao.service.waiting.events import CallbackAsked

WIRING: Mapping[type[Fact], Iterable[Handler]] = {
    AnswerGiven: [themes.note_answer, loop.note_answer],
    ApprovalDecided: [
        changes.hear_approval,
        catalog.end_unapproved,
        approvals.ring_requester,
    ],
    AskDecided: [approvals.stop_ringing],
    AskHanded: [approvals.stop_ringing],
    Asked: [approvals.ring_decider],
    BallotsSettled: [themes.count_settled, results.release_settled],
    CallbackAsked: [notifications.tell_of_call],
    CalendarChanged: [sla.follow_calendar],
    DeliveryChanged: [notifications.tell_of_failure],
    FollowUpDue: [notifications.tell_of_follow_up],
    GlassBroken: [delivery.tell_team_of_broken_glass],
    InsideAnswered: [between.tell_asker],
    KindChanged: [sla.choose_again],
    Mentioned: [notifications.tell_of_mention],
    MergeUndone: [orders.follow_merge],
    MessageReceived: [sla.await_reply, waiting.hear_client, notifications.tell_of_client],
    NoteWritten: [notifications.tell_of_colleague],
    OpeningsMoved: [sla.follow_calendar],
    OrderDelivered: [asking.ask_about_delivery],
    PersonsMerged: [access.end_sessions_of_merged, orders.follow_merge],
    PriorityChanged: [sla.choose_again],
    PromiseWarned: [notifications.tell_of_promise],
    RelationshipBegun: [asking.ask_who_began],
    RelationshipEnded: [access.end_sessions_of_ended, approvals.hand_over],
    ReplySent: [
        sla.answer,
        waiting.answer,
        delivery.mail_answer,
        notifications.tell_of_colleague,
        between.hear_answer,
    ],
    ResultsReleased: [loop.act_on_results],
    ReviewDue: [delivery.tell_keeper_of_article],
    SnoozeEnded: [notifications.tell_of_return],
    StatusChanged: [
        sla.follow_status,
        waiting.stop_with_status,
        waiting.go_on_with_status,
        agenda.end_with_status,
        approvals.end_with_ticket,
        routing.look_again,
        asking.ask_about_ticket,
        between.follow_status,
        bundles.follow_status,
    ],
    SurveyClosed: [asking.end_with_survey],
    TaskTold: [loop.ring],
    ThemeCounted: [loop.act_on_theme],
    TicketAssigned: [
        routing.note_assignment,
        routing.fill_up,
        notifications.tell_of_assignment,
    ],
    TicketOpened: [
        sla.start_promises,
        waiting.begin,
        delivery.acknowledge_opening,
        routing.look_again,
        notifications.tell_of_arrival,
    ],
    TicketReopened: [
        sla.resume_resolution,
        waiting.reopen,
        routing.look_again,
        asking.leave_reopened,
        between.follow_reopening,
        bundles.follow_reopening,
    ],
    TicketTransferred: [
        sla.choose_again,
        waiting.move,
        routing.look_again,
        notifications.tell_of_arrival,
        between.follow_transfer,
    ],
    WaveClosed: [answers.open_sealed],
}
