"""Every address of the house, made from the resolver: a new one joins by itself.

A pattern with a parameter takes its values from PROVIDERS; without a provider it is a fault.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, URLPattern, URLResolver

from balcao.inside.announcements.models import Announcement
from balcao.insights.balance.rules import Figure
from balcao.listening.answers.models import Answer
from balcao.listening.asking.models import Link as OpenLink
from balcao.listening.asking.models import Occasion
from balcao.listening.ideas.models import Board, Comment, Experiment, Idea
from balcao.listening.journeys.models import Journey, Link, Stage
from balcao.listening.loop.models import Task, Told
from balcao.listening.surveys.models import Question, Survey
from balcao.listening.themes.models import Proposal, Theme
from balcao.register.access.models import FeedAddress, OpenSession
from balcao.register.calendars.models import Calendar
from balcao.register.orders.models import OrderImport
from balcao.register.people.models import Organization
from balcao.service.agenda.models import Appointment, FollowUp
from balcao.service.approvals.models import Approval, Delegation
from balcao.service.approvals.models import Rule as ApprovalRule
from balcao.service.assets.models import Asset, AssetImport, AssetType, Contract
from balcao.service.assets.models import Relation as AssetTie
from balcao.service.between.models import Linked
from balcao.service.bundles.models import Bundle, Template
from balcao.service.catalog.models import Area, Item, Service
from balcao.service.changes.models import Change
from balcao.service.delivery.models import RawMail
from balcao.service.knowledge.models import Article, Category, Feedback, Picture
from balcao.service.problems.models import Broadcast, Candidate, Consent, Problem
from balcao.service.sla.models import Policy
from balcao.service.status.models import Component, Incident
from balcao.service.tickets.models import Attachment, Message
from balcao.service.tickets.queries import View
from balcao.service.waiting.models import Callback
from balcao.web.desk.beside import PLACES
from balcao.web.files import file_url, frame_url

from . import feeding
from .lure import LURE
from .world import World

PARAMETER = re.compile(r"<(?:(?:\w+):)?(?P<name>\w+)>")
PROVIDERS: dict[str, Callable[[World], Iterable[object]]] = {
    "item_id": lambda world: Item.objects.values_list("pk", flat=True),
    "field_key": lambda world: ["porque", "novo"],
    "task_key": lambda world: ["first", "novo"],
    "area_id": lambda world: Area.objects.values_list("pk", flat=True),
    "service_id": lambda world: Service.objects.values_list("pk", flat=True),
    "protocol": lambda world: [ticket.protocol for ticket in world.tickets.values()],
    "team_id": lambda world: [team.pk for team in world.cast.teams.values()],
    "inbox_id": lambda world: [inbox.pk for inbox in world.cast.inboxes.values()],
    "person_id": lambda world: [world.cast.people[name].pk for name in ("joao", "ana", "paulo")],
    "merge_id": lambda world: [world.known.merge],
    "calendar_id": lambda world: Calendar.objects.values_list("pk", flat=True),
    "policy_id": lambda world: Policy.objects.values_list("pk", flat=True),
    "import_id": lambda world: OrderImport.objects.values_list("pk", flat=True),
    "organization_id": lambda world: Organization.objects.values_list("pk", flat=True),
    "token_id": lambda world: [world.known.token],
    "address_id": lambda world: FeedAddress.objects.values_list("pk", flat=True),
    "session_id": lambda world: OpenSession.objects.values_list("pk", flat=True),
    "message_id": lambda world: _one_of_each_kind(),
    "attachment_id": lambda world: Attachment.objects.values_list("pk", flat=True),
    "callback_id": lambda world: Callback.objects.values_list("pk", flat=True),
    "browser_id": lambda world: [1],
    "follow_up_id": lambda world: FollowUp.objects.values_list("pk", flat=True),
    "appointment_id": lambda world: Appointment.objects.values_list("pk", flat=True),
    "feed_secret": feeding.secrets_about,
    "announcement_id": lambda world: Announcement.objects.values_list("pk", flat=True),
    "problem_id": lambda world: Problem.objects.values_list("pk", flat=True),
    "consent_id": lambda world: Consent.objects.values_list("pk", flat=True),
    "candidate_id": lambda world: Candidate.objects.values_list("pk", flat=True),
    "broadcast_id": lambda world: Broadcast.objects.values_list("pk", flat=True),
    "change_id": lambda world: Change.objects.values_list("pk", flat=True),
    "board_id": lambda world: Board.objects.values_list("pk", flat=True),
    "idea_id": lambda world: Idea.objects.values_list("pk", flat=True),
    "comment_id": lambda world: Comment.objects.values_list("pk", flat=True),
    "experiment_id": lambda world: Experiment.objects.values_list("pk", flat=True),
    "survey_id": lambda world: Survey.objects.values_list("pk", flat=True),
    "occasion_id": lambda world: Occasion.objects.values_list("pk", flat=True),
    "link_id": lambda world: OpenLink.objects.values_list("pk", flat=True),
    "question_id": lambda world: Question.objects.values_list("pk", flat=True),
    "task_id": lambda world: Task.objects.values_list("pk", flat=True),
    "told_id": lambda world: Told.objects.values_list("pk", flat=True),
    "key": lambda world: ["detractor", "nada"],
    "theme_id": lambda world: Theme.objects.order_by("pk").values_list("pk", flat=True)[:2],
    "answer_id": lambda world: Answer.objects.values_list("pk", flat=True),
    "proposal_id": lambda world: Proposal.objects.values_list("pk", flat=True),
    "raw_id": lambda world: RawMail.objects.values_list("pk", flat=True),
    "journey_id": lambda world: Journey.objects.values_list("pk", flat=True),
    "stage_id": lambda world: Stage.objects.values_list("pk", flat=True),
    "bundle_id": lambda world: Bundle.objects.values_list("pk", flat=True),
    "template_id": lambda world: Template.objects.values_list("pk", flat=True),
    "inside_id": lambda world: Linked.objects.values_list("pk", flat=True),
    "linked_id": lambda world: Link.objects.values_list("pk", flat=True),
    "component_id": lambda world: Component.objects.values_list("pk", flat=True),
    "incident_id": lambda world: Incident.objects.values_list("pk", flat=True),
    "number": lambda world: Asset.objects.values_list("number", flat=True),
    "type_id": lambda world: AssetType.objects.values_list("pk", flat=True),
    "contract_id": lambda world: Contract.objects.values_list("pk", flat=True),
    "file_id": lambda world: AssetImport.objects.values_list("pk", flat=True),
    "relation_id": lambda world: AssetTie.objects.values_list("pk", flat=True),
    "article_slug": lambda world: Article.objects.values_list("slug", flat=True),
    "category_slug": lambda world: Category.objects.values_list("slug", flat=True),
    "beside_name": lambda world: [*(place.name for place in PLACES), "nada"],
    "article_id": lambda world: Article.objects.values_list("pk", flat=True),
    "picture_id": lambda world: Picture.objects.values_list("pk", flat=True),
    "feedback_id": lambda world: Feedback.objects.values_list("pk", flat=True),
    "category_id": lambda world: Category.objects.values_list("pk", flat=True),
    "approval_id": lambda world: Approval.objects.values_list("pk", flat=True),
    "delegation_id": lambda world: Delegation.objects.values_list("pk", flat=True),
    "rule_id": lambda world: ApprovalRule.objects.values_list("pk", flat=True),
    "figure": lambda world: [*Figure, "nada"],
    "view": lambda world: [*View, "for-me", "for_me", "nada"],
    "provider_id": lambda world: ["acme"],
    "secret": lambda world: ["nada"],
    "mail": lambda world: ["nada.eml"],
    "token": lambda world: ["nada"],
    "out_token": lambda world: ["nada"],
    "asked_token": lambda world: ["nada"],
    "name": lambda world: ["nada.txt"],
    "pk": lambda world: [1],
}
REGEX_EXAMPLES = {"senha/nova/": ["senha/nova/1-nada/"]}
QUERIES = (
    f"?q={LURE}",
    "?when=sample",
    "?handle=joao@cliente.example",
    "?status=on_hold",
    "?topics=ticket:1",
)


class NoProvider(Exception):
    """A pattern has a parameter for which nobody gives values."""


def _one_of_each_kind() -> list[int]:
    """A message of each kind in each ticket: one stands for all."""
    found = {(m.ticket_id, m.kind): m.pk for m in Message.objects.order_by("-pk")}
    return sorted(found.values())


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the resolver, with its whole route."""
    yield from _within(get_resolver().url_patterns, "")


def addresses(world: World) -> list[str]:
    """Every address of every pattern, with all the values its parameters may have here."""
    found: list[str] = []
    for route, _pattern in patterns():
        found += filled(route, world)
    listed = [path for path in found if _is_listing(path)]
    return found + [path + query for path in listed for query in QUERIES]


def filled(route: str, world: World) -> list[str]:
    """The addresses of one route; NoProvider for a parameter nobody knows."""
    for beginning, examples in REGEX_EXAMPLES.items():
        if route.startswith(beginning):
            return [f"/{example}" for example in examples]
    names = [match["name"] for match in PARAMETER.finditer(route)]
    unknown = [name for name in names if name not in PROVIDERS] or ("(?P" in route and [route])
    if unknown:
        raise NoProvider(f"{route}: say in PROVIDERS what {unknown} may be")
    if names == ["protocol", "message_id"]:
        found = Message.objects.filter(pk__in=_one_of_each_kind()).select_related("ticket")
        return [_put(route, (m.ticket.protocol, str(m.pk))) for m in found]
    values = [[str(value) for value in PROVIDERS[name](world)] for name in names]
    return [_put(route, chosen) for chosen in itertools.product(*values)]


def signed_by_insiders(world: World) -> list[str]:
    """File and frame links as they were made for those who may open them."""
    found = []
    for insider in world.visitors.values():
        if insider.name in {"marina", "ana", "paulo", "joao", "follower"}:
            files = Attachment.objects.all()
            found += [file_url(insider.actor, file.pk, file.name) for file in files]
            found += [frame_url(insider.actor, pk) for pk in _one_of_each_kind()]
    return found


def _within(
    patterns: Iterable[URLPattern | URLResolver], before: str
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        own = str(pattern.pattern)
        route = before + (
            own.removeprefix("^") if isinstance(pattern.pattern, RegexPattern) else own
        )
        if isinstance(pattern, URLResolver):
            yield from _within(pattern.url_patterns, route)
        else:
            yield route, pattern


def _put(route: str, values: tuple[str, ...]) -> str:
    left = iter(values)
    return "/" + PARAMETER.sub(lambda _match: next(left), route)


def _is_listing(path: str) -> bool:
    return path.rstrip("/").endswith(
        (
            "search",
            "people",
            "pessoas",
            "tickets",
            "auditoria",
            "pedidos",
            "orders",
            "quem/nova",
        )
    )
