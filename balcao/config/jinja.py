"""The environment of the pages: what every template can call."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from balcao.core import phones
from balcao.web.components import assets, dates, looks, orders, promises, waits, wording, words
from balcao.web.components.macros import Macros


@lru_cache(maxsize=8192)
def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named view; positional or named parts."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """Jinja's environment with translations, addresses, assets, components and filters."""
    options["undefined"] = StrictUndefined
    jinja = Environment(  # noqa: S701 - Django turns autoescape on
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    jinja.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    jinja.globals.update(
        gettext=wording.gettext,
        _=wording.gettext,
        ngettext=wording.ngettext,
        url=url,
        static=cache(static),
        asset=assets.asset,
        stylesheets=assets.stylesheets,
        font=assets.font,
        icon=assets.icon,
        language=translation.get_language,
        staff_status=looks.STAFF_STATUS,
        client_status=looks.CLIENT_STATUS,
        kinds=looks.KIND,
        priorities=looks.PRIORITY,
        channel_look=looks.channel,
        person_words=words.PERSON,
        fact_words=words.METHOD,
        languages=words.LANGUAGES,
        promise_words=promises.PROMISES,
        agreement_words=promises.AGREEMENTS,
        stretch_words=promises.STRETCHES,
        choices_of=words.choices_of,
        order_standings=orders.STANDINGS,
        import_states=orders.IMPORTS,
        line_states=orders.LINES,
        call_time=waits.slot,
        call_outcomes=waits.OUTCOMES,
        is_demo=settings.IS_DEMO,
        ui=Macros(jinja),
    )
    jinja.filters.update(
        short=dates.short,
        moment=dates.moment,
        day=dates.day,
        iso=dates.iso,
        hour=dates.clock_hour,
        initials=words.initials,
        hue=words.hue,
        size=words.size,
        number=words.number,
        protocol=words.protocol,
        lines=words.lines,
        markdown=words.markdown,
        plain=words.plain,
        dueness=promises.dueness,
        length_of=promises.length,
        target_of=promises.target,
        measured_by=promises.measured_by,
        week_of=promises.week_of,
        business_days=promises.business_days,
        fold_words=promises.fold_words,
        promise_state=promises.state,
        wait_expected=waits.expected,
        wait_known_from=waits.known_from,
        wait_ahead=waits.ahead,
        amount=orders.amount,
        numeric=orders.numeric,
        phone=phones.format_phone,
    )
    return jinja
