import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import uuid
from django.db import migrations, models


# Where the title says it, an article is about it; the rest is what it says.
WORDS = """
CREATE FUNCTION knowledge_words(heading text, told text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN setweight(balcao_vector(heading), 'A') || balcao_vector(told);
COMMENT ON FUNCTION knowledge_words IS 'Words of a part of an article, its heading foremost';
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_house"),
        ("search", "0001_words"),
        ("teams", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION knowledge_words"),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("word", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("names", models.JSONField()),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="knowledge.category",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), default=list, size=None
                    ),
                ),
                ("slug", models.SlugField(max_length=120, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "Waiting for review"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("pt-br", "Portuguese"), ("en", "English")], max_length=8
                    ),
                ),
                ("review_on", models.DateField(null=True)),
                ("reviewed_on", models.DateField(null=True)),
                ("expires_on", models.DateField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("helped", models.PositiveIntegerField(default=0)),
                ("unhelpful", models.PositiveIntegerField(default=0)),
                ("warned_on", models.DateField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("related", models.ManyToManyField(related_name="+", to="knowledge.article")),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="articles",
                        to="knowledge.category",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("pt-br", "Portuguese"), ("en", "English")], max_length=8
                    ),
                ),
                ("helped", models.BooleanField()),
                ("words", models.CharField(blank=True, max_length=500)),
                ("readers", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feedback",
                        to="knowledge.article",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=20)),
                ("size", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=255)),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="knowledge.article",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=80)),
                (
                    "readers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("help", "Help centre"),
                            ("portal", "Portal"),
                            ("desk", "Desk"),
                            ("api", "API"),
                        ],
                        max_length=8,
                    ),
                ),
                ("on", models.DateField()),
                ("found", models.PositiveIntegerField()),
                ("times", models.PositiveIntegerField(default=1)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("found", 0), ("settled_at", None)),
                        fields=["-on"],
                        name="searched_in_vain",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("on", "words", "readers", "place"), name="one_search_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Shown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visit", models.UUIDField()),
                ("readers", models.CharField(max_length=12)),
                ("on", models.DateField()),
                ("was_opened", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("answered", "Did not need to ask"), ("sent", "Asked anyway")],
                        max_length=8,
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shown",
                        to="knowledge.article",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("pt-br", "Portuguese"), ("en", "English")], max_length=8
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("body", models.TextField()),
                ("at", models.DateTimeField()),
                ("is_published", models.BooleanField(default=False)),
                ("published_at", models.DateTimeField(null=True)),
                ("publish_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="knowledge.article",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("pt-br", "Portuguese"), ("en", "English")], max_length=8
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), default=list, size=None
                    ),
                ),
                ("heading", models.TextField()),
                ("plain", models.TextField()),
                ("html", models.TextField()),
                ("word_count", models.PositiveIntegerField()),
                (
                    "pictures",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("heading"), models.F("plain"), function="knowledge_words"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="knowledge.article",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="knowledge.text",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("id")), _negated=True),
                name="no_shelf_under_itself",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["audience"], name="article_by_audience"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["-published_at", "-id"],
                name="article_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["team", "-id"], name="article_by_team"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["category"], name="article_by_category"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("state", "published")),
                fields=["review_on"],
                name="article_by_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "review")),
                    models.Q(("published_at__isnull", False), ("state", "published")),
                    models.Q(("state", "withdrawn"), ("withdrawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="an_article_says_since_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("helped__gte", 0), ("unhelpful__gte", 0)),
                name="no_feedback_below_zero",
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["article", "-id"], name="feedback_by_article"),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("article", "person"),
                name="one_feedback_a_person",
            ),
        ),
        migrations.AddIndex(
            model_name="shown",
            index=models.Index(fields=["-on"], name="shown_by_day"),
        ),
        migrations.AddConstraint(
            model_name="shown",
            constraint=models.UniqueConstraint(
                fields=("visit", "article"), name="shown_once_a_visit"
            ),
        ),
        migrations.AddIndex(
            model_name="text",
            index=models.Index(
                condition=models.Q(("publish_at__isnull", False)),
                fields=["publish_at"],
                name="text_to_publish",
            ),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.UniqueConstraint(
                fields=("article", "language", "number"), name="one_text_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_published", True)),
                fields=("article", "language"),
                name="one_published_text_a_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="text",
            constraint=models.UniqueConstraint(
                condition=models.Q(("publish_at__isnull", False)),
                fields=("article", "language"),
                name="one_scheduled_text_a_language",
            ),
        ),
        migrations.AddIndex(
            model_name="part",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="part_by_words"),
        ),
        migrations.AddIndex(
            model_name="part",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["pictures"], name="part_by_picture"
            ),
        ),
        migrations.AddIndex(
            model_name="part",
            index=models.Index(fields=["article", "language", "position"], name="part_by_article"),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(
                fields=("text", "position"), name="one_part_a_place"
            ),
        ),
    ]
