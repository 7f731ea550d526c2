"""What a start tells the person at the terminal: sign-ins of the demo, or the first-run code."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from balcao.core.actor import SYSTEM
from balcao.register.access.actions import make_link
from balcao.register.access.models import Purpose

from . import lock, prepare


def sign_in_address(address: str) -> str:
    """A single-use address, on this machine, that signs this person in; NotFound when unknown."""
    secret = make_link(SYSTEM, address, Purpose.CONSOLE)
    here = lock.address(settings.DATA) or settings.BASE_URL
    return f"{here}{reverse('entrance:console', args=[secret])}"


def lines() -> list[str]:
    """The lines to print; none for a desk that is already somebody's."""
    people = prepare.demo_people()
    if people:
        wide, who = max(map(len, people)), max(map(len, people.values()))
        return ["Sign in, each address once:"] + [
            f"  {address:<{wide}}  {people[address]:<{who}}  {sign_in_address(address)}"
            for address in people
        ]
    code = prepare.first_run_code()
    if code is None:
        return []
    return [f"Open {settings.BASE_URL}{reverse('entrance:founding')} and give this code: {code}"]
