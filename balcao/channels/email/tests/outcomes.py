"""What becomes of each mail of the corpora, counted; run it to write the table of the docs.

python -m balcao.channels.email.tests.outcomes docs/email-corpora.md
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from balcao.channels.email import calendar, tnef
from balcao.channels.email.classify import classify
from balcao.channels.email.kind import Classification, Kind
from balcao.channels.email.parse import Mail, parse
from balcao.channels.email.trim import trim
from balcao.core.html import to_text
from tests.corpus import DATA

CORPUS = DATA / "email"
BEGIN, END = "<!-- counted by balcao.channels.email.tests.outcomes -->", "<!-- end of the count -->"


def rows(name: str) -> list[dict[str, Any]]:
    """The expected results of one kind, one row a mail."""
    text = (CORPUS / "expected" / name).read_text(encoding="utf-8")
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    loaded: list[dict[str, Any]] = json.loads(text)
    return loaded


def table(name: str) -> dict[str, Any]:
    """The expected results that are one table."""
    loaded: dict[str, Any] = json.loads((CORPUS / "expected" / name).read_text(encoding="utf-8"))
    return loaded


@cache
def mail(path: str) -> Mail:
    """The parsed mail at that path of the corpora."""
    return parse((CORPUS / path).read_bytes())


@cache
def kind(path: str) -> Classification:
    """What kind of mail stands at that path."""
    return classify(mail(path))


def file_names(read: Mail) -> set[str]:
    """The names of all files, those inside attached mails too."""
    names = {part.name for part in read.parts}
    for part in read.parts:
        if part.content_type == "message/rfc822":
            names |= file_names(parse(part.data))
    return names


def instants(path: str) -> list[tuple[str | None, str | None, bool]]:
    """Method, UID and whether a start was read, of each event of a calendar."""
    events = calendar.read((CORPUS / path).read_bytes())
    return [(event.method, event.uid, event.start is not None) for event in events]


def reply(row: dict[str, Any]) -> str:
    """The text without its quote, of a row of replies that is a reply."""
    path = CORPUS / row["path"]
    if path.suffix == ".eml":
        return trim(mail(row["path"]).text).reply
    text = path.read_text(encoding="utf-8", errors="replace")
    return trim(to_text(text) if path.suffix == ".html" else text).reply


def squeezed(text: str) -> str:
    """The text without white space: rendering HTML is free to space it."""
    return re.sub(r"\s", "", text)


def gold_replies() -> list[dict[str, Any]]:
    """Replies whose new text that project's own tests give."""
    return [
        row for row in rows("replies.json") if "(gold)" in row["oracle"] and "latest_reply" in row
    ]


def _agreement() -> Iterator[tuple[str, int, int]]:
    parsed = rows("parse.jsonl")
    subjects = [row for row in parsed if row["agree"].get("subject")]
    yield (
        "subject as both reference parsers",
        sum(
            mail(r["path"]).subject == " ".join((r["stdlib"]["subject"] or "").split())
            for r in subjects
        ),
        len(subjects),
    )
    with_id = [row for row in parsed if row["stdlib"].get("message_id")]
    yield (
        "Message-ID as the standard parser",
        sum(mail(r["path"]).message_id == r["stdlib"]["message_id"].strip("<>") for r in with_id),
        len(with_id),
    )
    bounces = [row for row in rows("bounces.jsonl") if row["kind"] == "bounces"]
    yield "delivery reports seen as such", sum(_is(r, Kind.BOUNCE) for r in bounces), len(bounces)
    gold = [row for row in bounces if row["rfc3464"]]
    yield "failed recipients as the report's own part", sum(map(same_recipients, gold)), len(gold)
    negative = [row for row in rows("bounces.jsonl") if row["kind"] == "negative"]
    yield (
        "ordinary mail not taken for one",
        sum(not _is(r, Kind.BOUNCE) for r in negative),
        len(negative),
    )
    automatic = [row for row in rows("bounces.jsonl") if row["kind"] == "autoreply"]
    yield (
        "automatic replies seen as such",
        sum(_is(r, Kind.AUTOMATIC) for r in automatic),
        len(automatic),
    )
    replies = gold_replies()
    yield (
        "replies cut where talon's tests cut",
        sum(squeezed(reply(r)) == squeezed(r["latest_reply"]) for r in replies),
        len(replies),
    )
    winmail = rows("tnef.json")
    yield "winmail.dat unpacked as by tnefparse", sum(map(same_files, winmail)), len(winmail)
    calendars = rows("calendar.json")
    yield (
        "calendars read or refused as by icalendar",
        sum(map(same_events, calendars)),
        len(calendars),
    )


def _is(row: dict[str, Any], wanted: Kind) -> bool:
    return kind(row["path"]).kind is wanted


def same_recipients(row: dict[str, Any]) -> bool:
    """True when every recipient that can be written as an address was read, and no other."""
    report = kind(row["path"]).bounce
    ours = {each.address for each in report.recipients} if report else set()
    named = {each["final_recipient"].strip("<>").lower() for each in row["rfc3464"]}
    return ours == named


def same_files(row: dict[str, Any]) -> bool:
    """True when the same files, by size and in order, came out of the winmail.dat."""
    found = tnef.unpack((CORPUS / row["path"]).read_bytes())
    sizes = [each["size"] for each in row["tnefparse"]["attachments"]]
    return found is not None and [len(data) for _, _, data in found.files] == sizes


def same_events(row: dict[str, Any]) -> bool:
    """True when the same events were read, or the refused calendar was refused in words."""
    if "error" in row:
        events = calendar.read((CORPUS / row["path"]).read_bytes())
        return any(event.error for event in events)
    wanted = [
        (each["method"], event["uid"], bool(event["dtstart"]))
        for each in row["calendars"]
        for event in each["events"]
    ]
    return instants(row["path"]) == wanted


def _table(head: Iterable[str], lines: Iterable[Iterable[object]]) -> Iterator[str]:
    head = list(head)
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    for line in lines:
        yield f"| {' | '.join(map(str, line))} |"


def counted() -> str:
    """The two tables of the docs: what each category became, and agreement with the expected."""
    kinds: dict[str, Counter[str]] = {}
    for row in rows("parse.jsonl"):
        category = row["path"].split("/")[0]
        read = mail(row["path"])
        line = kinds.setdefault(category, Counter())
        line["mails"] += 1
        line[str(kind(row["path"]).kind)] += 1
        line["readable"] += bool(read.text.strip() or read.parts or read.subject)
        line["files"] += len(read.parts)
        line["defects"] += bool(read.defects)
    heads = ["mails", *map(str, Kind), "readable", "files", "defects"]
    body = ([name, *(line[head] or "" for head in heads)] for name, line in sorted(kinds.items()))
    agreement = ([what, good, total, f"{good / total:.1%}"] for what, good, total in _agreement())
    return "\n".join(
        [
            BEGIN,
            *_table(["category", *heads], body),
            "",
            *_table(["agreement with the expected results", "same", "of", "share"], agreement),
            END,
        ]
    )


def main(path: Path) -> None:
    """Write the tables into the page, between their marks."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    path.write_text(before + counted() + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
