from __future__ import annotations

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from balcao.register.access.audiences import audience_field

from . import rules


class Category(models.Model):
    """A shelf for articles; it is seen by whoever may read something on it or under it."""

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    names = models.JSONField()
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="no_shelf_under_itself")
        ]

    def __str__(self) -> str:
        return self.slug


class Article(models.Model):
    """Something to know, in one or more languages, for an audience; what it says is in its texts.

    `submitted_at` is set while a version waits for a supervisor's eyes. `helped` and `unhelpful`
    are counts of its feedback.
    """

    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    category = models.ForeignKey(
        Category, null=True, on_delete=models.SET_NULL, related_name="articles"
    )
    related = models.ManyToManyField("self", symmetrical=False, related_name="+")
    audience = audience_field()
    slug = models.SlugField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=rules.STATES, default="draft")
    language = models.CharField(max_length=8, choices=rules.LANGUAGES)
    review_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    helped = models.PositiveIntegerField(default=0)
    unhelpful = models.PositiveIntegerField(default=0)
    warned_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "review"))
                | Q(state="published", published_at__isnull=False)
                | Q(state="withdrawn", withdrawn_at__isnull=False),
                name="an_article_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(helped__gte=0, unhelpful__gte=0), name="no_feedback_below_zero"
            ),
        ]
        indexes = [
            GinIndex(fields=["audience"], name="article_by_audience"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state="published"),
                name="article_by_day",
            ),
            models.Index(fields=["team", "-id"], name="article_by_team"),
            models.Index(
                F("category"),
                (F("helped") - F("unhelpful")).desc(),
                F("id").desc(),
                condition=Q(state="published"),
                name="article_by_worth",
            ),
            models.Index(
                fields=["review_on"], condition=Q(state="published"), name="article_by_review"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Text(models.Model):
    """One version of an article in one language: kept as it was written, numbered from 1."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8, choices=rules.LANGUAGES)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=rules.TITLE_MOST)
    summary = models.CharField(max_length=rules.SUMMARY_MOST, blank=True)
    body = models.TextField()
    author = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    publish_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "language", "number"], name="one_text_a_number"
            ),
            models.UniqueConstraint(
                fields=["article", "language"],
                condition=Q(is_published=True),
                name="one_published_text_a_language",
            ),
            models.UniqueConstraint(
                fields=["article", "language"],
                condition=Q(publish_at__isnull=False),
                name="one_scheduled_text_a_language",
            ),
        ]
        indexes = [
            models.Index(
                fields=["publish_at"],
                condition=Q(publish_at__isnull=False),
                name="text_to_publish",
            )
        ]


class Part(models.Model):
    """A piece of a published text that has readers of its own: nobody else finds or gets a word.

    Without an audience it is for whoever reads the article. `heading` is the article's title and
    summary, so that words may stand there or here.
    """

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="parts")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="parts")
    language = models.CharField(max_length=8, choices=rules.LANGUAGES)
    position = models.PositiveSmallIntegerField()
    audience = audience_field()
    heading = models.TextField()
    plain = models.TextField()
    html = models.TextField()
    word_count = models.PositiveIntegerField()
    pictures = ArrayField(models.UUIDField(), default=list)
    words = models.GeneratedField(
        expression=Func(F("heading"), F("plain"), function="knowledge_words"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "position"], name="one_part_a_place")
        ]
        indexes = [
            GinIndex(fields=["words"], name="part_by_words"),
            GinIndex(fields=["pictures"], name="part_by_picture"),
            models.Index(fields=["article", "language", "position"], name="part_by_article"),
        ]


class Edition(models.Model):
    """How often what answers to a word of audiences has changed; `*` is everybody's."""

    word = models.CharField(max_length=24, primary_key=True)
    number = models.BigIntegerField(default=0)


class Feedback(models.Model):
    """Whether an article helped, with a word on it; of a stranger nobody is known."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="feedback")
    language = models.CharField(max_length=8, choices=rules.LANGUAGES)
    helped = models.BooleanField()
    words = models.CharField(max_length=rules.FEEDBACK_MOST, blank=True)
    readers = models.CharField(max_length=12)
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person"],
                condition=Q(person__isnull=False),
                name="one_feedback_a_person",
            )
        ]
        indexes = [models.Index(fields=["article", "-id"], name="feedback_by_article")]


class Search(models.Model):
    """What was searched for on a day, how often, and how much was found at last; by nobody.

    `readers` are the kinds of reader that the searcher was, without teams.
    """

    words = models.CharField(max_length=rules.SEARCHED_MOST)
    readers = ArrayField(models.CharField(max_length=12), default=list)
    place = models.CharField(max_length=8, choices=rules.PLACES)
    on = models.DateField()
    found = models.PositiveIntegerField()
    times = models.PositiveIntegerField(default=1)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "words", "readers", "place"], name="one_search_a_day"
            )
        ]
        indexes = [
            models.Index(
                fields=["-on"], condition=Q(found=0, settled_at=None), name="searched_in_vain"
            )
        ]


class Shown(models.Model):
    """An article was suggested to somebody who was writing; whether that spared them to ask.

    `visit` holds together what was suggested for one request, and leads to nobody.
    """

    visit = models.UUIDField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="shown")
    readers = models.CharField(max_length=12)
    on = models.DateField()
    was_opened = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=rules.OUTCOMES, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "article"], name="shown_once_a_visit")
        ]
        indexes = [models.Index(fields=["-on"], name="shown_by_day")]


class Picture(models.Model):
    """A picture of an article; `key` is where the storage keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="pictures")
    author = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    key = models.CharField(max_length=255)
    at = models.DateTimeField()
