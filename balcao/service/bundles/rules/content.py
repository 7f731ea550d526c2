from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from balcao.core import forms
from balcao.core.errors import Invalid
from balcao.core.forms import Condition, Field, Kind, Words

MOST_TASKS = 40
MOST_DAYS = 250
TITLE_MOST, WORDS_MOST = 160, 2000
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PARTS = frozenset({"key", "titles", "words", "inbox", "after", "condition", "days", "from"})
# A task's days may count from the request itself, which no field of a form is called.
START = "@start"


@dataclass(frozen=True, slots=True)
class Task:
    """One task: whose inbox gets it, after which others, and only where its condition holds.

    `days` are business days after the key date, before it when negative; None for no day. They may
    count from another date of the form, or from the request: `counts_from` names it.
    """

    key: str
    titles: Words
    words: Words
    inbox_id: int
    after: tuple[str, ...] = ()
    condition: Condition | None = None
    days: int | None = None
    counts_from: str = ""

    def title(self, language: str) -> str:
        """What it is called, in this language where it has words in it."""
        return forms.worded(self.titles, language) or self.key


@dataclass(frozen=True, slots=True)
class Content:
    """What is asked, the field that holds the key date, and the tasks, each after those it waits for."""

    form: tuple[Field, ...]
    key_date: str
    tasks: tuple[Task, ...]


def read(told: object) -> Content:
    """A template's content as it is kept. Invalid says in words what can't stand.

    Tasks never wait for each other in a circle: those of one are named.
    """
    if not isinstance(told, Mapping) or set(told) - {"form", "key_date", "tasks"}:
        raise Invalid(_("A bundle has a form, a key date and tasks."))
    form, key_date = forms.parsed(told.get("form", [])), str(told.get("key_date") or "")
    dates = {field.key for field in form if field.kind is Kind.DATE}
    if key_date and key_date not in dates:
        raise Invalid(_("The key date is one of the form's dates."))
    if any(field.kind is Kind.FILE for field in form):
        raise Invalid(_("Files come with the ticket, not with a bundle's form."))
    listed = told.get("tasks")
    if not isinstance(listed, (list, tuple)) or not listed:
        raise Invalid(_("A bundle needs a task."))
    if len(listed) > MOST_TASKS:
        raise Invalid(_("A bundle has %(most)s tasks at most.") % {"most": MOST_TASKS})
    tasks = [_task(one, form, key_date, dates) for one in listed]
    by_key = {task.key: task for task in tasks}
    if len(by_key) < len(tasks):
        raise Invalid(_("Two tasks have the same key."))
    for task in tasks:
        if unknown := set(task.after) - by_key.keys():
            raise Invalid(
                _("“%(task)s” waits for a task that is not there: %(key)s.")
                % {"task": task.title("pt-br"), "key": min(unknown)}
            )
    return Content(form, key_date, tuple(_in_order(tasks)))


def as_json(content: Content) -> dict[str, Any]:
    """The content as it is kept, and as `read` takes it."""
    return {
        "form": forms.as_json(content.form),
        "key_date": content.key_date,
        "tasks": [
            {
                "key": task.key,
                "titles": dict(task.titles),
                "words": dict(task.words),
                "inbox": task.inbox_id,
                "after": list(task.after),
                "condition": dict(task.condition) if task.condition else None,
                "days": task.days,
                "from": task.counts_from,
            }
            for task in content.tasks
        ],
    }


def _task(told: object, form: Sequence[Field], key_date: str, dates: Collection[str]) -> Task:
    if not isinstance(told, Mapping) or set(told) - _PARTS:
        raise Invalid(_("This is no task of a bundle."))
    key, inbox, days = told.get("key"), told.get("inbox"), told.get("days")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise Invalid(_("A task's key is a word of small letters and digits."))
    if not isinstance(inbox, int) or isinstance(inbox, bool):
        raise Invalid(_("Every task needs an inbox."))
    counts_from = str(told.get("from") or "")
    if counts_from not in {"", START, *dates}:
        raise Invalid(_("A task's days count from a date of the form, or from the request."))
    has_date = bool(counts_from or key_date)
    is_number = isinstance(days, int) and not isinstance(days, bool) and abs(days) <= MOST_DAYS
    if days is not None and not (is_number and has_date):
        raise Invalid(
            _("A task is due so many business days around the key date: %(most)s at most.")
            % {"most": MOST_DAYS}
        )
    after = told.get("after") or ()
    if not isinstance(after, (list, tuple)) or not all(isinstance(one, str) for one in after):
        raise Invalid(_("A task waits for others by their keys."))
    titles = forms.read_words(told.get("titles"), TITLE_MOST)
    if not titles:
        raise Invalid(_("Every task needs a name."))
    return Task(
        key,
        titles,
        forms.read_words(told.get("words") or {}, WORDS_MOST),
        inbox,
        tuple(dict.fromkeys(after)),
        forms.read_condition(told.get("condition"), form),
        days,
        counts_from if days is not None else "",
    )


def _in_order(tasks: Sequence[Task]) -> list[Task]:
    """Each task after those it waits for, as near to the order given as that allows."""
    told: list[Task] = []
    left = list(tasks)
    while left:
        known = {task.key for task in told}
        following = next((task for task in left if known.issuperset(task.after)), None)
        if following is None:
            raise Invalid(
                _("These tasks wait for each other: %(names)s.")
                % {"names": ", ".join(f"“{task.title('pt-br')}”" for task in _circle(left))}
            )
        told.append(following)
        left.remove(following)
    return told


def _circle(tasks: Sequence[Task]) -> list[Task]:
    """The tasks of one circle: from any that is left one walks into it."""
    by_key = {task.key: task for task in tasks}
    walked: list[str] = []
    key = tasks[0].key
    while key not in walked:
        walked.append(key)
        key = next(one for one in by_key[key].after if one in by_key)
    return [by_key[one] for one in walked[walked.index(key) :]]
