"""Every mail of the corpora through the whole intake, counted into docs/email-corpora.md.

BALCAO_WRITE_DOCS=1 writes the table; without it the test fails when it is not the present one.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from balcao.service.delivery import inbound, keeping
from balcao.service.delivery.models import Outcome, OutgoingMail, RawMail
from balcao.service.tickets.models import Message, Ticket
from tests.cast import Cast
from tests.corpus import DATA

pytestmark = pytest.mark.django_db
CORPUS = DATA / "email"
DOCS = Path(__file__).resolve().parents[4] / "docs" / "email-corpora.md"
BEGIN, END = "<!-- counted by the intake's test -->", "<!-- end of the intake's count -->"


def paths(category: str = "") -> list[str]:
    lines = (CORPUS / "expected" / "parse.jsonl").read_text(encoding="utf-8").splitlines()
    found = sorted(json.loads(line)["path"] for line in lines)
    return [path for path in found if path.startswith(category)]


def take_all(cast: Cast, chosen: list[str]) -> Iterator[tuple[str, RawMail]]:
    for path in chosen:
        number = keeping.keep(
            (CORPUS / path).read_bytes(), source="ingest", told_inbox=cast.inboxes["sac"].pk
        )
        inbound.take_in(number)
        yield path, RawMail.objects.get(pk=number)


def test_every_mail_of_the_corpora_is_settled_and_kept(cast: Cast) -> None:
    counted: dict[str, Counter[str]] = {}
    for path, raw in take_all(cast, paths()):
        assert raw.state in {"settled", "quarantined"}, (path, raw.last_error)
        assert raw.reason, path
        assert bytes(raw.data) == (CORPUS / path).read_bytes(), path
        line = counted.setdefault(path.split("/")[0], Counter())
        line["mails"] += 1
        line[raw.outcome] += 1
        line["kept aside"] += raw.state == "quarantined"
    for message in Message.objects.all():
        assert message.body.strip() or message.html or message.attachments.exists()
    reports = counted["bounces"]
    assert reports[Outcome.BOUNCE] >= 0.98 * reports["mails"]
    automatic = RawMail.objects.filter(outcome__in=["automatic", "bounce"])
    assert not OutgoingMail.objects.filter(to_address__in=automatic.values("from_address")).exclude(
        message__in=RawMail.objects.filter(outcome="opened").values("message")
    )
    compare_with_docs(counted)


def compare_with_docs(counted: dict[str, Counter[str]]) -> None:
    heads = ["mails", *Outcome.values, "kept aside"]
    lines = [
        f"| category | {' | '.join(heads)} |",
        f"| --- |{' ---: |' * len(heads)}",
        *(
            f"| {name} | {' | '.join(str(line[head] or '') for head in heads)} |"
            for name, line in sorted(counted.items())
        ),
    ]
    table = "\n".join([BEGIN, *lines, END])
    text = DOCS.read_text(encoding="utf-8")
    if os.environ.get("BALCAO_WRITE_DOCS"):
        before, rest = text.split(BEGIN)
        text = before + table + rest.split(END)[1]
        DOCS.write_text(text, encoding="utf-8")
    assert table in text


def test_the_same_message_id_with_other_content_is_another_version_of_one_ticket(
    cast: Cast,
) -> None:
    expected = json.loads((CORPUS / "expected" / "threads.json").read_text(encoding="utf-8"))
    chosen = paths("threads/notmuch/duplicate")
    outcomes = Counter(raw.outcome for _path, raw in take_all(cast, chosen))
    assert outcomes["opened"] == 3, expected.keys()
    assert sum(outcomes.values()) == len(chosen)
    assert Ticket.objects.count() == 3
    assert set(outcomes) <= {"opened", "joined", "duplicate"}


def test_the_corpora_taken_in_again_are_all_here_already(cast: Cast) -> None:
    chosen = [*paths("replies"), *paths("threads"), *paths("mime"), *paths("broken")]
    first = {path: raw.outcome for path, raw in take_all(cast, chosen)}
    for path, raw in take_all(cast, chosen):
        if first[path] in {"opened", "joined", "duplicate"}:
            assert raw.outcome == "duplicate", path
        else:
            assert raw.outcome == first[path], path
