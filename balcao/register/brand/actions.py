from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Actor, Permission, require
from balcao.core.errors import Invalid
from balcao.events.actions import publish

from . import rules
from .events import BrandChanged
from .models import Brand


@transaction.atomic
def set_colour(actor: Actor, colour: str) -> None:
    """Paint the clients' pages in this colour, #rrggbb; in our own again when empty."""
    require(actor, Permission.ADMINISTER)
    told = rules.colour(colour) if colour.strip() else ""
    if told is None:
        raise Invalid(_("A colour is written as # and six digits or letters from a to f."))
    brand = _brand()
    brand.colour = told
    _keep(actor, brand, "colour")


@transaction.atomic
def set_logo(actor: Actor, content: bytes) -> None:
    """Show this picture above the clients' pages: PNG, JPEG or WebP of 256 kB at most."""
    require(actor, Permission.ADMINISTER)
    found = rules.picture_type(content)
    if found is None:
        raise Invalid(_("The logo must be a PNG, JPEG or WebP picture."))
    if len(content) > rules.LOGO_MAX_BYTES:
        raise Invalid(_("The logo is too big: 256 kB at most."))
    brand = _brand()
    brand.logo, brand.logo_type = content, found
    _keep(actor, brand, "logo", "logo_type")


@transaction.atomic
def drop_logo(actor: Actor) -> None:
    """Show the company's name in words again."""
    require(actor, Permission.ADMINISTER)
    brand = _brand()
    brand.logo, brand.logo_type = None, ""
    _keep(actor, brand, "logo", "logo_type")


def _brand() -> Brand:
    Brand.objects.get_or_create(pk=1)
    return Brand.objects.select_for_update().get(pk=1)


def _keep(actor: Actor, brand: Brand, field: str, *more: str) -> None:
    brand.version += 1
    brand.save(update_fields=[field, *more, "version"])
    publish(actor, BrandChanged(brand.pk, field))
