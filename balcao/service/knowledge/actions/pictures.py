from __future__ import annotations

from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core import clock, text
from balcao.core.actor import Actor
from balcao.core.errors import Invalid
from balcao.events.actions import publish

from .. import rules, scope
from ..events import PictureAdded
from ..models import Picture

MOST_BYTES = 5_000_000
MOST_PICTURES = 60


@transaction.atomic
def add_picture(actor: Actor, article_id: int, name: str, data: bytes) -> Picture:
    """A picture for an article one writes: PNG, JPEG, GIF or WebP by what it is, not by its name.

    What the camera wrote into it, its place among it, is left out. It is seen by whoever reads a part
    that shows it.
    """
    article = scope.written(actor, article_id)
    kind = rules.kind_of_picture(data)
    if kind is None:
        wrong = _("A picture is a PNG, JPEG, GIF or WebP file.")
        raise Invalid(wrong, {"picture": wrong})
    if len(data) > MOST_BYTES or article.pictures.count() >= MOST_PICTURES:
        wrong = _("A picture has at most 5 MB, and an article at most 60 of them.")
        raise Invalid(wrong, {"picture": wrong})
    bare = rules.without_camera(data)
    key = default_storage.save(f"{clock.now():%Y/%m}/{uuid4().hex}", ContentFile(bare))
    made = Picture.objects.create(
        article=article,
        author_id=actor.person_id,
        name=text.safe_file_name(name, "imagem"),
        content_type=kind,
        size=len(bare),
        key=key,
        at=clock.now(),
    )
    publish(actor, PictureAdded(article.pk))
    return made
