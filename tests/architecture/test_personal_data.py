"""The registry of where a person's data lies is complete: export and erasure will walk it."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

from balcao.core.personal import Kept, places
from balcao.register.people.models import Person

TEXTS = {
    "CharField",
    "TextField",
    "JSONField",
    "EmailField",
    "FileField",
    "BinaryField",
    "ArrayField",
}
WITHOUT_PERSONS = {
    "events.Event": "ids, field names and enumerated values only: history survives erasure",
    "teams.Team": "names of teams",
    "brand.Brand": "a colour and a logo of the company itself",
    "calendars.Calendar": "opening hours and names of holidays",
    "people.Organization": "names and numbers of companies and departments",
    "inboxes.Inbox": "addresses of the company itself",
    "tickets.Tally": "counts",
    "tickets.CannedReply": "texts kept ready before anybody asked",
    "sessions.Session": "what a browser holds: it is ended with its access.OpenSession",
    "socialaccount.SocialApp": "identity providers of the company",
    "access.RateCount": "digests that go within days",
    "bundles.Version": "what a template asks and which tasks it makes, before anybody asked",
    "catalog.Area": "names of areas of the catalog",
    "catalog.Service": "names of services of the catalog",
    "assets.AssetType": "names of types of things and of their fields",
    "assets.Contract": "what is agreed with a company, and when it ends",
    "assets.Relation": "which thing is part of which",
    "assets.Warned": "what a team was told of: a day, or a bare number",
    "status.Component": "names of what may fail",
    "status.Incident": "what fails, of nobody in particular",
    "approvals.Rule": "who approves what, as a name of the rule",
    "approvals.Stage": "a stage of an approval: who is asked in it stands beside it",
    "routing.Skill": "names of what agents can do",
    "answers.Key": "the public half of a wave's key",
    "answers.Sealed": "an anonymous answer, sealed: neither who gave it nor what it says can be read",
    "answers.Ballot": "anonymous answers without words, with groups that the minimum group shares",
    "answers.Comment": "anonymous words, names blotted out, that lead to nobody",
    "ideas.Envelope": "the public half of the key to what waits on an anonymous board",
    "ideas.Handed": "that somebody wrote there, under a name that nobody knows without the key",
    "ideas.Round": "the public half of the key to a round's votes, and how many voted",
    "ideas.Sealed": "an anonymous idea, sealed: neither who wrote it nor what it says can be read",
    "ideas.Slip": "anonymous votes, sealed, under a name that nobody knows without the key",
    "ideas.Tally": "how many voted for an idea, as a band",
    "asking.Occasion": "when a survey is sent and to which sorts of people, as closed lists",
    "loop.Playbook": "steps to go through, written before anybody answered",
    "themes.Theme": "names of subjects, written before anybody spoke of them",
    "themes.Term": "words of the dictionary, not of answers",
    "themes.ThemeCell": "coarse shares of anonymous comments, past the gate",
    "themes.Proposal": "words that at least the minimum group, or five named answers, have in common",
    "themes.Training": "counts of ratings",
    "waiting.Pace": "how fast a team answers, as numbers",
    "journeys.Journey": "names of journeys",
    "knowledge.Category": "names of shelves",
    "knowledge.Edition": "how often something changed",
    "knowledge.Part": "what articles say to their readers",
    "knowledge.Search": "words searched for on a day, by no one in particular",
    "knowledge.Shown": "what was suggested on a day, to no one in particular",
    "journeys.Link": "which question tells of a stage",
    "journeys.Stage": "what clients do at a stage, of nobody in particular",
    "results.Cell": "what the gate let through of anonymous rounds",
    "results.Day": "counts of answers by day",
    "results.HiddenCell": "which groups are not told, and why",
    "results.Turnout": "how many of a group were asked and answered",
    "results.Driver": "how much a question goes with the overall score",
    "results.DriverSet": "of how many answers that was worked out, or why not",
    "surveys.Item": "questions of the library, written before anybody is asked",
    "surveys.Question": "questions of a survey, not their answers",
    "surveys.Version": "what was asked, not what was answered",
}
NOT_OURS = {"contenttypes", "auth", "procrastinate"}


def test_every_way_to_a_person_is_declared() -> None:
    declared = {(place.model, place.path) for place in places()}
    missing = [way for model in _models() for way in _ways(model) if way not in declared]
    assert not missing


def test_every_table_with_words_is_declared_or_says_why_not() -> None:
    declared = {place.model for place in places()}
    wordy = {model._meta.label for model in _models() if _has_words(model)}
    missing = wordy - declared - set(WITHOUT_PERSONS)
    assert not missing
    assert not declared & set(WITHOUT_PERSONS)


def test_every_declared_place_exists_and_leads_to_a_person() -> None:
    for place in places():
        model = apps.get_model(place.model)
        if place.path == "":
            assert model is Person
        elif place.kept in (Kept.COLUMN, Kept.FILE):
            assert str(model._default_manager.filter(**{place.path: 0}).query)
        assert place.holds


def test_mail_files_search_and_outbox_are_among_the_places() -> None:
    kept = {place.kept for place in places()}
    assert {Kept.COLUMN, Kept.FILE, Kept.MAIL, Kept.INDEX} <= kept
    told = " ".join(f"{place.model} {place.holds}".lower() for place in places())
    for word in ("raw", "outbox", "files", "words"):
        assert word in told, word


def test_what_moves_in_a_merge_is_a_column_of_its_own_row() -> None:
    for place in places():
        if place.moves:
            assert "__" not in place.path
            field = apps.get_model(place.model)._meta.get_field(place.path)
            assert field.related_model is Person


def _models() -> Iterator[type[Model]]:
    for config in apps.get_app_configs():
        if config.label not in NOT_OURS:
            yield from (model for model in config.get_models() if model._meta.managed)


def _ways(model: type[Model]) -> Iterator[tuple[str, str]]:
    for field in model._meta.fields:
        if field.is_relation and field.related_model is Person:
            yield model._meta.label, field.name


def _has_words(model: type[Model]) -> bool:
    return any(_is_free_text(field) for field in model._meta.fields)


def _is_free_text(field: Field[object, object]) -> bool:
    return field.get_internal_type() in TEXTS and not field.choices
