from __future__ import annotations

from django.db import transaction

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import NotFound
from balcao.core.sql import row, run
from balcao.events.actions import publish
from balcao.register.access import audiences
from balcao.register.access.actions import spend

from .. import rules, scope
from ..events import FeedbackGiven
from ..models import Feedback

_A_DAY = 86_400
_MOST_A_DAY = 60


@transaction.atomic
def give_feedback(
    actor: Actor, slug: str, language: str, helped: bool, words: str = "", *, caller: str = ""
) -> None:
    """Whether an article one reads helped, and a word on it; a person's last word stands.

    `caller` tells strangers apart for the limit alone (an address, say), and is not kept.
    TooMany past sixty a day.
    """
    spend("feedback", str(actor.person_id or caller), limit=_MOST_A_DAY, seconds=_A_DAY)
    found = row(
        f"SELECT a.id, t.language FROM knowledge_article a {scope.SHOWN_TEXT}"
        f" WHERE a.slug = %(slug)s AND {scope.READS}",
        {**scope.params(actor, language), "slug": slug},
    )
    if found is None:
        raise NotFound()
    if actor.person_id is not None:
        Feedback.objects.filter(article_id=found["id"], person_id=actor.person_id).delete()
    Feedback.objects.create(
        article_id=found["id"],
        language=found["language"],
        helped=helped,
        words=text.clean(words).strip()[: rules.FEEDBACK_MOST],
        readers=rules.readers_of(audiences.words(actor))[0],
        person_id=actor.person_id,
        at=clock.now(),
    )
    count_feedback(found["id"])
    publish(actor, FeedbackGiven(found["id"], helped))


@transaction.atomic
def settle_feedback(actor: Actor, feedback_id: int) -> None:
    """What somebody wrote about an article of the actor's team was taken up."""
    found = Feedback.objects.filter(pk=feedback_id).first()
    if found is None:
        raise NotFound()
    scope.written(actor, found.article_id)
    found.settled_at = clock.now()
    found.save(update_fields=["settled_at"])


def count_feedback(article_id: int) -> None:
    """Count again how many an article helped, and how many not."""
    run(
        "UPDATE knowledge_article a SET helped = f.helped, unhelpful = f.unhelpful FROM ("
        " SELECT count(*) FILTER (WHERE helped) AS helped,"
        " count(*) FILTER (WHERE NOT helped) AS unhelpful"
        " FROM knowledge_feedback WHERE article_id = %(article)s) f WHERE a.id = %(article)s",
        {"article": article_id},
    )
