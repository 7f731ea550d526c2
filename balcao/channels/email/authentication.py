"""Who vouches for the From line: Authentication-Results (RFC 8601), believed from our own only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from authres import AuthenticationResultsHeader

from balcao.core.text import N_

from .addresses import read_addresses
from .mail import Mail

_MAX_HEADER = 10_000


class Outcome(StrEnum):
    """Whether the sender is who From says."""

    PASS = "pass"  # noqa: S105 (a verdict, not a password)
    FAIL = "fail"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome and why, in words (an English msgid)."""

    outcome: Outcome
    reason: str


NOBODY_TRUSTED = N_("No mail server of ours is configured to vouch for senders.")
NOTHING_SAID = N_("No mail server of ours says who sent it.")
UNREADABLE = N_("What our mail server says about the sender can't be read.")
DMARC_PASSED = N_("The sender's domain vouches for it (DMARC).")
DMARC_FAILED = N_("The sender's domain says it is not from there (DMARC).")
DKIM_PASSED = N_("It is signed by the sender's domain (DKIM).")
SPF_PASSED = N_("It came from a server of the sender's domain (SPF).")
BOTH_FAILED = N_("Neither its signature nor the server it came from are of the sender's domain.")
MANY_SENDERS = N_("It names more than one sender, so no word about one holds for it.")
NOT_ALIGNED = N_("What was checked belongs to another domain than the sender's.")


def verdict(mail: Mail, trusted: Collection[str]) -> Verdict:
    """What the topmost Authentication-Results of a trusted server says of the From line.

    `trusted` are authserv-ids. Headers of others, and those below, anyone could have written.
    """
    if not trusted:
        return Verdict(Outcome.NONE, NOBODY_TRUSTED)
    headers = mail.header_all("authentication-results")
    if not headers:
        return Verdict(Outcome.NONE, NOTHING_SAID)
    try:
        parsed = AuthenticationResultsHeader.parse_value(headers[0][:_MAX_HEADER])
        said_by = str(parsed.authserv_id or "").lower()
        results = [_Result(each) for each in parsed.results]
    except Exception:  # the library raises several kinds, and more on hostile input
        return _unread(headers[0], trusted)
    if said_by not in {each.lower() for each in trusted}:
        return Verdict(Outcome.NONE, NOTHING_SAID)
    if len(read_addresses(mail.header_all("from"))) > 1:
        return Verdict(Outcome.NONE, MANY_SENDERS)
    return _judged(results, mail.from_.domain if mail.from_ else "")


def _unread(header: str, trusted: Collection[str]) -> Verdict:
    said_by = header.strip().lower().split(";")[0].split(" ")[0]
    known = said_by in {each.lower() for each in trusted}
    return Verdict(Outcome.NONE, UNREADABLE if known else NOTHING_SAID)


class _Result:
    """One method's result, with the domain it speaks of."""

    def __init__(self, read: object) -> None:
        self.method = str(getattr(read, "method", "") or "").lower()
        self.result = str(getattr(read, "result", "") or "").lower()
        properties = {
            f"{each.type}.{each.name}".lower(): str(each.value or "")
            for each in getattr(read, "properties", [])
        }
        named = (
            properties.get("header.d")
            or properties.get("header.from")
            or properties.get("header.i")
            or properties.get("smtp.mailfrom")
            or properties.get("smtp.mail")
            or properties.get("smtp.helo")
            or ""
        )
        self.domain = named.rpartition("@")[2].strip("<> .").lower()


def _judged(results: list[_Result], from_domain: str) -> Verdict:
    dmarc = [each.result for each in results if each.method == "dmarc"]
    if "pass" in dmarc and not from_domain:
        return Verdict(Outcome.NONE, NOTHING_SAID)
    if "pass" in dmarc and _any_aligned(results, "dmarc", from_domain, unnamed=True):
        return Verdict(Outcome.PASS, DMARC_PASSED)
    if "fail" in dmarc:
        return Verdict(Outcome.FAIL, DMARC_FAILED)
    for method, reason in (("dkim", DKIM_PASSED), ("spf", SPF_PASSED)):
        if _any_aligned(results, method, from_domain):
            return Verdict(Outcome.PASS, reason)
    failed = {each.method for each in results if each.result in {"fail", "hardfail", "permerror"}}
    if {"dkim", "spf"} <= failed:
        return Verdict(Outcome.FAIL, BOTH_FAILED)
    passed = any(each.result == "pass" for each in results)
    return Verdict(Outcome.NONE, NOT_ALIGNED if passed else NOTHING_SAID)


def _any_aligned(
    results: list[_Result], method: str, from_domain: str, *, unnamed: bool = False
) -> bool:
    return any(
        each.method == method
        and each.result == "pass"
        and (_is_aligned(each.domain, from_domain) or (unnamed and not each.domain))
        for each in results
    )


def _is_aligned(domain: str, from_domain: str) -> bool:
    """True for the From domain itself or one of which it is a part, registries left out.

    Relaxed alignment asks for the same registered domain; without a list of registries, a name
    of two labels counts only when its last but one is longer than the usual registry ("com.br").
    """
    if not domain or not from_domain:
        return False
    if domain == from_domain:
        return True
    shorter, longer = sorted((domain, from_domain), key=len)
    if not longer.endswith("." + shorter):
        return False
    labels = shorter.split(".")
    is_country = len(labels[-1]) == 2
    return len(labels) >= 3 or (len(labels) == 2 and not (is_country and len(labels[0]) <= 4))
