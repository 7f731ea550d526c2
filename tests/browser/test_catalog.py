"""The catalog and its builder under axe, on a phone, by hand and by keys, with script and without."""

from __future__ import annotations

import pytest

from balcao.core.actor import SYSTEM
from balcao.service.catalog import actions
from balcao.service.catalog.models import Item
from balcao.service.catalog.tests.offering import FORM, offer
from balcao.service.tickets.models import Ticket

from .axe import faults_of
from .conftest import Screen
from .dragging import drag_before

HOME = "/administracao/catalogo/"


@pytest.fixture
def there(screen: Screen) -> Item:
    """An item with a field of nearly every kind, three of them shown only for what others say."""
    kinds = ("text", "number", "date", "multiple", "yes_no", "person", "team", "file", "email")
    options = {"multiple": {"options": FORM[0]["options"]}}
    form = [
        *FORM,
        *(
            {"key": kind, "kind": kind, "labels": {"en": kind.title()}, **options.get(kind, {})}
            for kind in kinds
        ),
    ]
    item = offer(screen.cast, form=form, price="8000")
    offer(screen.cast, "Badge", form=[])
    actions.put_field(SYSTEM, item.pk, {"kind": "text", "labels": {"en": "Later"}})
    return item


def test_the_pages_of_the_catalog_are_clean(screen: Screen, there: Item) -> None:
    own = f"{HOME}itens/{there.pk}/"
    builder = (HOME, own, f"{own}campos/cost/", f"{own}campos/?kind=choice")
    pages = {"carlos": ("/pedir/", f"/pedir/{there.pk}/"), "beto": builder}
    assert faults_of(screen, pages, unfold="details") == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_form_grows_as_it_is_answered_on_a_phone(
    screen: Screen, there: Item, script: bool
) -> None:
    page = screen.page("carlos", width=360, script=script)
    page.goto(f"/pedir/{there.pk}/")
    page.locator("[name=what]").select_option("laptop")
    if not script:
        page.locator("form.catalog-form button[type=submit]").click()
    page.locator("[name=cost]").fill("9.000,00")
    if script:
        page.keyboard.press("Tab")
    else:
        page.locator("form.catalog-form button[type=submit]").click()
    page.locator("[name=why]").fill("A minha quebrou")
    assert page.locator("[name=what]").input_value() == "laptop"
    page.locator("form.catalog-form button[type=submit]").click()
    page.wait_for_url("**/chamados/*/")
    assert "R$ 9.000,00" in page.locator(".talk").inner_text()
    assert Ticket.objects.count() == 1
    screen.troubles[:] = [said for said in screen.troubles if "422" not in said]


def test_fields_are_dragged_and_moved_by_keys_and_tried_beside(screen: Screen, there: Item) -> None:
    page = screen.page("beto")
    page.goto(f"{HOME}itens/{there.pk}/")
    page.locator("#preview [name=what]").select_option("laptop")
    page.wait_for_selector("#preview [name=cost]")
    moved, target = page.locator("#field-why"), page.locator("#field-what")
    drag_before(page, moved, target)
    page.wait_for_selector("#field-why + #field-what")
    page.locator("#field-what [name=way][value=up] ~ button").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#field-what + #field-why")
