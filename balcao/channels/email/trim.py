"""The new text of a reply, apart from what it quotes and from its signature.

One pass over the lines, each looked at a bounded number of times: linear however the text is
made. What a client writes above a quote is known by its language: see `trim_words`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from balcao.core.text import fold

from .trim_words import (
    CLOSING,
    DEVICE,
    HEADER,
    LEGAL,
    OPENER,
    QUOTING,
    RULE,
    SEPARATOR,
    STAMPED,
    THANKS,
    WROTE_AT,
    Language,
    wrote,
)

_UNSEEN = re.compile("[\u200b-\u200f\ufeff]")
_ENDS = frozenset(":-*_>)0123456789")
_RULES = frozenset("-_=*#~\u2014\u2015\u2500")
_SHORTEST = 8
_MAX_LINE = 400
_MAX_JOINED = 600
_MAX_WRAPPED = 4
_MAX_HEADERS = 10
_MAX_SIGNATURE_LINES = 10
_MAX_SIGNATURE_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Trimmed:
    """The parts of a reply; together they hold every line of it that isn't blank."""

    new: str
    quoted: str
    signature: str

    @property
    def reply(self) -> str:
        """The new text with its signature: all but the quote."""
        return f"{self.new}\n\n{self.signature}" if self.signature else self.new


def trim(text: str, languages: Sequence[Language] = ("pt", "en")) -> Trimmed:
    """The reply apart from quote and signature; where nothing new would be left, all is new."""
    lines = text.split("\n")
    folded = [
        " ".join(line[:_MAX_LINE].split()) for line in _UNSEEN.sub("", fold(text)).split("\n")
    ]
    start = _quote_start(folded, tuple(languages))
    above = [i for i in range(start) if not folded[i].startswith(">")]
    kept = above if any(folded[i] for i in above) else _below(folded, start)
    if not any(folded[i] for i in kept):
        return Trimmed(_joined(lines), "", "")
    signature = _signature_start([folded[i] for i in kept])
    new, signed = kept[:signature], kept[signature:]
    chosen = {*kept}
    quoted = [lines[i] for i in range(len(lines)) if i not in chosen]
    return Trimmed(
        _joined([lines[i] for i in new]), _joined(quoted), _joined([lines[i] for i in signed])
    )


def _joined(lines: Sequence[str]) -> str:
    tidy: list[str] = []
    for line in lines:
        line = line.rstrip()
        if line or (tidy and tidy[-1]):
            tidy.append(line)
    return "\n".join(tidy).strip("\n")


def _below(folded: list[str], start: int) -> list[int]:
    """Answers written below or between quoted lines, when nothing stands above the quote."""
    if not any(line.startswith(">") for line in folded[start:]):
        return []
    begin = start
    while begin < len(folded) and not folded[begin].startswith(">"):
        begin += 1
    return [i for i in range(begin, len(folded)) if not folded[i].startswith(">")]


def _quote_start(folded: list[str], languages: tuple[Language, ...]) -> int:
    """The line on which the quoted part begins, or the number of lines."""
    for i, line in enumerate(folded):
        if not line or line[0] == ">":
            continue
        if line[0] in _RULES and RULE.fullmatch(line) and _rules_off(folded, i):
            return i
        if (line[0] in _RULES or line[-1] == ":") and SEPARATOR.fullmatch(line):
            return i
        if _is_header_block(folded, i) or _is_attribution(folded, i, languages):
            return i
    return len(folded)


def _rules_off(folded: list[str], i: int) -> bool:
    """True for a line of dashes or underscores that stands above the headers of a quote."""
    following = next((k for k in range(i + 1, min(i + 4, len(folded))) if folded[k]), None)
    return following is not None and (
        _is_header_block(folded, following) or SEPARATOR.fullmatch(folded[following]) is not None
    )


def _is_header_block(folded: list[str], i: int) -> bool:
    """True where the headers of another mail are told: its sender, and when or of what.

    Two of them may be prose ("De: Recife", "Para: Olinda"); sender and date or subject are not.
    """
    first = HEADER.match(folded[i])
    if first is None:
        return False
    seen = {first.lastgroup}
    gap = 0
    for line in folded[i + 1 : i + 1 + _MAX_HEADERS]:
        found = HEADER.match(line)
        if found:
            seen.add(found.lastgroup)
            gap = 0
            continue
        gap += 1
        if gap > 2:
            break
    return "sender" in seen and len(seen) >= 3 and bool(seen & {"date", "subject"})


def _is_attribution(folded: list[str], i: int, languages: tuple[Language, ...]) -> bool:
    line = folded[i]
    opens = OPENER.match(line) is not None
    if not opens and (len(line) < _SHORTEST or line[-1] not in _ENDS):
        return False
    if QUOTING.fullmatch(line) or STAMPED.fullmatch(line):
        return True
    joined = ""
    for k in range(i, min(i + _MAX_WRAPPED, len(folded))):
        if not folded[k] or len(joined) > _MAX_JOINED:
            break
        joined = f"{joined} {folded[k]}".strip()
        if joined[-1] in _ENDS and wrote(joined, languages):
            return _is_told_of_a_mail(folded, joined, k)
        if not opens:
            break
    return line[-1] in _ENDS and any(
        WROTE_AT[language].search(line[-120:]) for language in languages
    )


def _is_told_of_a_mail(folded: list[str], joined: str, last: int) -> bool:
    """True for "Em 5 de out. … escreveu:", not for "O vendedor escreveu:" in a story."""
    if "@" in joined:
        return True
    if OPENER.match(joined) and any(c.isdigit() for c in joined):
        return True
    following = next((line for line in folded[last + 1 : last + 3] if line), "")
    return following.startswith(">")


def _signature_start(folded: list[str]) -> int:
    """The line on which signature, device footer or disclaimer begins, or the number of lines."""
    filled = [i for i, line in enumerate(folded) if line]
    first = filled[0]
    widths = [len(line) for line in folded]
    for position, i in enumerate(filled):
        if i == first:
            continue
        line = folded[i]
        following = len(filled) - position - 1
        if LEGAL.match(line):
            return i
        if following > _MAX_SIGNATURE_LINES:
            continue
        if DEVICE.match(line) and widths[i] <= _MAX_SIGNATURE_WIDTH:
            return i
        if not _is_narrow(widths, filled[position + 1 :], folded):
            continue
        if line in {"--", "—", "__"} and following:
            return i
        if CLOSING.fullmatch(line) or (THANKS.fullmatch(line) and following >= 2):
            return i
    return len(folded)


def _is_narrow(widths: list[int], rest: list[int], folded: list[str]) -> bool:
    """True when what follows is short enough for names and telephone numbers."""
    return all(widths[i] <= _MAX_SIGNATURE_WIDTH or LEGAL.match(folded[i]) for i in rest)
