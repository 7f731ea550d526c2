"""A notebook above R$ 8.000: the manager, one of two in finance, TI; on a phone, with a delegate."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from django.test import Client

from balcao.core import clock
from balcao.core.actor import SYSTEM
from balcao.register.people import actions as people
from balcao.register.people.models import Relationship
from balcao.service.approvals import actions
from balcao.service.approvals.models import Approval
from balcao.service.delivery.tests.letters import plain, sent
from balcao.service.sla.models import Pause
from balcao.service.sla.tests.promising import promise
from balcao.service.tickets.models import Ticket
from tests.cast import Cast

from .conftest import SignIn

STAGES = {
    "name": "Notebook acima de R$ 8.000",
    "name_1": "Gestor",
    "who_1": "manager",
    "name_2": "Financeiro",
    "who_2": "people",
    "people_2": "lucia@boapraca.example marina@boapraca.example",
    "code_above_2": "8000",
    "name_3": "TI",
    "who_3": "team",
}
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 15; Mobile)"}


def _mailed(address: str) -> str:
    """The text of the one mail this person was just sent."""
    (mail,) = [mail for mail in sent() if mail["To"] == address]
    return plain(mail)


def _way(text: str) -> str:
    found = re.search(r"https?://\S+/aprovar/[\w-]+/", text)
    assert found is not None
    return urlsplit(found[0]).path


def _rule(sign_in: SignIn, cast: Cast) -> int:
    """Beto writes the rule; every stage needs one, within three days."""
    form = STAGES | {"team_3": str(cast.teams["ti"].pk), "role_3": "agent"}
    for place in ("1", "2", "3"):
        form |= {
            f"order_{place}": place,
            f"needed_{place}": "1",
            f"days_{place}": "3",
            f"remind_days_{place}": "1",
        }
    beto = sign_in("beto")
    assert beto.post("/administracao/aprovacoes/nova/", form).status_code == 302
    found = re.search(
        r"/administracao/aprovacoes/(\d+)/", beto.get("/administracao/aprovacoes/").content.decode()
    )
    assert found is not None
    return int(found[1])


def _asked(cast: Cast, rule: int) -> tuple[Ticket, Approval]:
    """Carlos, who works with us and reports to Rita, asks TI for it."""
    tie = Relationship.objects.get(person=cast.people["carlos"])
    people.set_manager(SYSTEM, tie.pk, cast.people["rita"].pk)
    promise(side="internal", hours=60)
    ticket = cast.ticket("carlos", "ti", "Notebook novo")
    sent()
    approval = actions.begin(
        cast.actor("carlos"),
        rule,
        subject=("request", ticket.pk),
        requester_id=cast.people["carlos"].pk,
        summary="Notebook para editar vídeos",
        ticket_id=ticket.pk,
        amount=Decimal(8950),
    )
    return ticket, approval


def test_a_notebook_goes_from_the_manager_to_finance_to_ti(cast: Cast, sign_in: SignIn) -> None:
    ticket, approval = _asked(cast, _rule(sign_in, cast))
    assert Pause.objects.filter(clock__ticket=ticket, cause="approval", to_at=None).exists()
    phone = Client(headers=PHONE, enforce_csrf_checks=True)
    said = {"decision": "approved", "reason": "Faz falta.", "act": "decide"}

    way = _way(_mailed("rita@boapraca.example"))
    for _scanner in range(2):
        assert "Rita Nunes" in phone.get(way).content.decode()
    assert phone.post(way, said).status_code == 200

    ways = {mail["To"]: _way(plain(mail)) for mail in sent()}
    assert set(ways) == {"lucia@boapraca.example", "marina@boapraca.example"}
    lucia = ways["lucia@boapraca.example"]
    assert phone.post(lucia, said).status_code == 422
    assert phone.post(lucia, said | {"act": "code"}).status_code == 200
    code = re.search(r"\b(\d{4} \d{4})\b", _mailed("lucia@boapraca.example"))
    assert code is not None

    today = clock.today()
    away = {
        "delegate": "paulo@boapraca.example",
        "from_on": today.isoformat(),
        "until_on": (today + timedelta(days=3)).isoformat(),
    }
    assert sign_in("ana").post("/aprovacoes/ausencia/", away).status_code == 302
    assert phone.post(lucia, said | {"code": code[1]}).status_code == 200
    late = phone.post(ways["marina@boapraca.example"], said | {"decision": "refused"})
    assert late.status_code == 409

    way = _way(_mailed("paulo@boapraca.example"))
    shown = phone.get(way).content.decode()
    assert "Paulo Reis" in shown
    assert "Ana Prado" in shown
    assert phone.post(way, said).status_code == 200
    assert phone.post(way, said).status_code == 409

    approval.refresh_from_db()
    assert approval.state == "approved"
    assert not phone.cookies
    assert not Pause.objects.filter(clock__ticket=ticket, cause="approval", to_at=None).exists()
    trail = sign_in("beto").get(f"/aprovacoes/{approval.pk}/").content.decode()
    for name in ("Rita Nunes", "Lúcia Boa", "Paulo Reis", "Ana Prado"):
        assert name in trail
