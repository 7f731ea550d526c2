"""The corpora of real mails: read, told apart and cut as their expected results say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from balcao.channels.email.kind import Kind
from balcao.channels.email.parse import parse
from balcao.channels.email.trim import trim

from . import outcomes
from .outcomes import CORPUS, kind, mail, rows

PARSED = rows("parse.jsonl")
BOUNCES = rows("bounces.jsonl")
FORMATS = outcomes.table("pt_reply_formats.json")
PROJECT = Path(__file__).resolve().parents[4]


def of_kind(name: str) -> list[dict[str, Any]]:
    return [row for row in BOUNCES if row["kind"] == name]


def test_every_mail_is_read_and_nothing_unstorable_comes_out() -> None:
    for row in PARSED:
        read = mail(row["path"])
        told = f"{read.subject}{read.text}{read.html}{read.from_}{read.headers}{read.parts}"
        told.encode()
        assert "\x00" not in told, row["path"]


def test_what_holds_anything_shows_something_readable() -> None:
    silent = [
        row["path"]
        for row in PARSED
        if not mail(row["path"]).text.strip() and not mail(row["path"]).parts
    ]
    # Each of these holds headers alone, or parts that are all empty.
    assert all(
        sum(part["size"] for part in by_path(path)["stdlib"]["parts"]) < 40 for path in silent
    )


def by_path(path: str) -> dict[str, Any]:
    return next(row for row in PARSED if row["path"] == path)


def test_subjects_are_those_on_which_two_parsers_agree() -> None:
    wrong = {
        row["path"]: mail(row["path"]).subject
        for row in PARSED
        if row["agree"].get("subject")
        and mail(row["path"]).subject != " ".join((row["stdlib"]["subject"] or "").split())
    }
    assert wrong == {}


# What stands inside a wrapped message or an opaque signature is unpacked by us; a slash in a name
# makes it a path, of which the last piece is kept; a root with a name is the text itself.
UNPACKED = {
    "html/kde-messagelib/attachment-name-escaping.eml",
    "html/notmuch/html__attribute-text.eml",
    "signed/kde-messagelib/smime-opaque-sign.eml",
    "signed/notmuch/pkcs7__smime-onepart-signed.eml",
}


def test_file_names_are_those_on_which_two_parsers_agree() -> None:
    wrong = {
        row["path"]: missing
        for row in PARSED
        if row["agree"].get("filenames") and row["path"] not in UNPACKED
        if (
            missing := {each["filename"] for each in row["stdlib"]["parts"] if each["filename"]}
            - outcomes.file_names(mail(row["path"]))
            - {"winmail.dat"}
        )
    }
    assert wrong == {}


def test_ids_and_dates_are_those_of_the_headers() -> None:
    for row in PARSED:
        read, expected = mail(row["path"]), row["stdlib"]
        if expected.get("message_id"):
            assert read.message_id == expected["message_id"].strip("<>"), row["path"]
        if expected.get("date"):
            assert read.date is not None, row["path"]
            assert read.date.isoformat()[:19] == expected["date"][:19], row["path"]


def test_at_least_98_in_100_delivery_reports_are_seen_as_such() -> None:
    seen = [row for row in of_kind("bounces") if kind(row["path"]).kind is Kind.BOUNCE]
    assert len(seen) >= 0.98 * len(of_kind("bounces"))


def test_no_ordinary_mail_is_taken_for_a_report() -> None:
    taken = [row["path"] for row in of_kind("negative") if kind(row["path"]).kind is Kind.BOUNCE]
    assert taken == []
    assert {
        row["path"]
        for row in PARSED
        if row["path"].split("/")[0] not in {"bounces", "arf", "autoreply"}
        and kind(row["path"]).kind is Kind.BOUNCE
    } == {
        # These are reports, though they stand among other mails.
        "broken/mail-parser/mail_malformed_2.eml",
        "mime/cpython/msg_05.eml",
        "mime/cpython/msg_16.eml",
        "mime/cpython/msg_25.eml",
    }


def test_every_automatic_reply_is_seen_as_such() -> None:
    assert {kind(row["path"]).kind for row in of_kind("autoreply")} == {Kind.AUTOMATIC}


def test_every_report_of_abuse_is_seen_as_no_persons() -> None:
    assert {kind(row["path"]).kind for row in of_kind("arf")} <= {Kind.FEEDBACK, Kind.AUTOMATIC}


def test_failed_recipients_are_those_the_report_names() -> None:
    gold = [row for row in of_kind("bounces") if row["rfc3464"]]
    assert sum(map(outcomes.same_recipients, gold)) >= 0.97 * len(gold)


def test_a_delay_is_not_a_failure() -> None:
    for row in of_kind("bounces"):
        actions = {each["action"] for each in row["rfc3464"]}
        report = kind(row["path"]).bounce
        if actions == {"delayed"}:
            assert report is not None, row["path"]
            assert not report.permanent, row["path"]


def test_the_mail_that_failed_is_named() -> None:
    named = [
        (report.original_message_id, told["orig_message_id"].strip().strip("<>"))
        for row in of_kind("bounces")
        if (told := row["bounceparser"] or {}).get("orig_message_id")
        and (report := kind(row["path"]).bounce)
    ]
    assert sum(ours == theirs for ours, theirs in named) >= 0.99 * len(named)
    assert len(named) > 500


@pytest.mark.parametrize("row", outcomes.gold_replies(), ids=lambda row: row["path"])
def test_replies_are_cut_where_their_project_cuts_them(row: dict[str, Any]) -> None:
    assert outcomes.squeezed(outcomes.reply(row)) == outcomes.squeezed(row["latest_reply"])


@pytest.mark.parametrize("below", ["> velho\n> mais", "velho\n\nmais"])
@pytest.mark.parametrize("form", FORMATS["attribution"], ids=lambda form: form["client"])
def test_portuguese_attributions_are_known(form: dict[str, str], below: str) -> None:
    assert (
        trim(f"Chegou rasgado.\nTrocam?\n\n{form['text']}\n{below}").new
        == "Chegou rasgado.\nTrocam?"
    )


@pytest.mark.parametrize("line", FORMATS["device_or_legal_footer"] + FORMATS["closings"])
def test_portuguese_footers_and_closings_are_known(line: str) -> None:
    assert trim(f"Chegou rasgado.\n\n{line}\nMaria Souza").new == "Chegou rasgado."
    assert trim(f"Chegou rasgado.\n\n{line}").new == "Chegou rasgado."


QUOTABLE = [
    "tpl_404698-gpg.eml",
    "tpl_404698-smime.eml",
    "tpl_plain-message.eml",
    "tpl_plain-message-timezone.eml",
]


@pytest.mark.parametrize("name", QUOTABLE)
def test_texts_are_those_that_kde_quotes(name: str) -> None:
    folder = CORPUS / "replies" / "kde-messagelib"
    expected = (folder / f"{name}.plain.reply").read_text(encoding="utf-8")
    assert parse((folder / name).read_bytes()).text.strip() == expected.strip()


LABELS = {
    "text_cyrillic.cp1251.txt": "text_cyrillic.utf-8.txt",
    "text_cyrillic.iso-8859-5.txt": "text_cyrillic.utf-8.txt",
    "text_cyrillic.koi8-r.txt": "text_cyrillic.utf-8.txt",
    "text_japanese.iso-2022-jp.txt": "text_japanese.utf-8.txt",
    "text_japanese.shift-jis.txt": "text_japanese.utf-8.txt",
}


@pytest.mark.parametrize(("labelled", "expected"), LABELS.items())
def test_one_text_in_many_charsets_reads_the_same(labelled: str, expected: str) -> None:
    folder = CORPUS / "charset" / "gmime"
    label = labelled.removesuffix(".txt").partition(".")[2]
    head = f"Content-Type: text/plain; charset={label}\n\n".encode()
    read = parse(head + (folder / labelled).read_bytes()).text
    assert read.strip() == (folder / expected).read_text(encoding="utf-8").strip()


def test_one_id_with_other_content_is_seen_as_other_content() -> None:
    paths = [row["path"] for row in PARSED if "/duplicate" in row["path"]]
    contents: dict[str | None, set[str]] = {}
    for path in paths:
        contents.setdefault(mail(path).message_id, set()).add(mail(path).content_digest)
    assert len(contents) == 3
    assert any(len(digests) > 1 for digests in contents.values())


@pytest.mark.parametrize("row", rows("tnef.json"), ids=lambda row: row["path"])
def test_winmail_dat_gives_the_same_files(row: dict[str, Any]) -> None:
    assert outcomes.same_files(row)


@pytest.mark.parametrize("row", rows("calendar.json"), ids=lambda row: row["path"])
def test_calendars_are_read_or_refused_the_same(row: dict[str, Any]) -> None:
    assert outcomes.same_events(row)


@pytest.mark.parametrize(
    "path",
    [
        "signed/kde-messagelib/smime-opaque-sign.eml",
        "signed/notmuch/pkcs7__smime-onepart-signed.eml",
    ],
)
def test_signed_mail_opens_without_a_key(path: str) -> None:
    assert mail(path).text.strip()
    assert not any(part.name == "smime.p7m" for part in mail(path).parts)


def test_the_table_in_the_docs_is_the_present_one() -> None:
    page = (PROJECT / "docs" / "email-corpora.md").read_text(encoding="utf-8")
    assert outcomes.counted() in page
