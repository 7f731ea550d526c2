import django.db.models.deletion
from django.db import migrations, models


GUARD = """
CREATE FUNCTION surveys_keep_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.k < OLD.k OR NEW.comments_k < OLD.comments_k THEN
        RAISE EXCEPTION 'A minimum group may be raised, never lowered.' USING ERRCODE = '23514';
    END IF;
    IF OLD.launched_at IS NOT NULL AND (NEW.k, NEW.comments_k, NEW.is_anonymous)
            IS DISTINCT FROM (OLD.k, OLD.comments_k, OLD.is_anonymous) THEN
        RAISE EXCEPTION 'What people were promised when they were asked stands.'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER surveys_keep_promise BEFORE UPDATE ON surveys_survey
    FOR EACH ROW EXECUTE FUNCTION surveys_keep_promise();
CREATE FUNCTION surveys_keep_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'A published version stands as it was sent.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER surveys_keep_version BEFORE UPDATE ON surveys_version
    FOR EACH ROW EXECUTE FUNCTION surveys_keep_version();
"""
UNGUARD = """
DROP TRIGGER surveys_keep_promise ON surveys_survey;
DROP FUNCTION surveys_keep_promise();
DROP TRIGGER surveys_keep_version ON surveys_version;
DROP FUNCTION surveys_keep_version();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_house"),
        ("teams", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nps", "NPS"),
                            ("csat", "CSAT"),
                            ("ces", "CES"),
                            ("enps", "ENPS"),
                            ("scale", "SCALE"),
                            ("choice", "CHOICE"),
                            ("multiple", "MULTIPLE"),
                            ("matrix", "MATRIX"),
                            ("ranking", "RANKING"),
                            ("text", "TEXT"),
                            ("consent", "CONSENT"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.JSONField()),
                ("help", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "version"), name="one_item_a_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Survey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("nps", "NPS"),
                            ("csat", "CSAT"),
                            ("ces", "CES"),
                            ("enps", "ENPS"),
                            ("climate", "CLIMATE"),
                            ("pulse", "PULSE"),
                            ("post_sale", "POST_SALE"),
                            ("internal_service", "INTERNAL_SERVICE"),
                            ("custom", "CUSTOM"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("external", "EXTERNAL"), ("internal", "INTERNAL")], max_length=8
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False)),
                ("k", models.PositiveIntegerField(default=5)),
                ("comments_k", models.PositiveIntegerField(default=8)),
                ("intro", models.JSONField(default=dict)),
                ("thanks", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "DRAFT"), ("live", "LIVE"), ("closed", "CLOSED")],
                        default="draft",
                        max_length=6,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("launched_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("version_from", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nps", "NPS"),
                            ("csat", "CSAT"),
                            ("ces", "CES"),
                            ("enps", "ENPS"),
                            ("scale", "SCALE"),
                            ("choice", "CHOICE"),
                            ("multiple", "MULTIPLE"),
                            ("matrix", "MATRIX"),
                            ("ranking", "RANKING"),
                            ("text", "TEXT"),
                            ("consent", "CONSENT"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.JSONField()),
                ("help", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                ("is_required", models.BooleanField(default=False)),
                ("shown_if", models.JSONField(null=True)),
                ("page", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveIntegerField(default=1)),
                ("retired_at", models.DateTimeField(null=True)),
                ("item_key", models.CharField(blank=True, max_length=60)),
                ("item_version", models.PositiveIntegerField(null=True)),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.question",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="surveys.survey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("published_at", models.DateTimeField(null=True)),
                ("content", models.JSONField(null=True)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="surveys.survey",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="survey",
            index=models.Index(fields=["team"], name="survey_by_team"),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("k__gte", 5)), name="k_from_five"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("comments_k__gte", 8)), name="comments_k_from_eight"
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "live", "closed"])),
                name="survey_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("launched_at", None), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True), ("launched_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="launched_when_no_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="survey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                    _connector="OR",
                ),
                name="closed_when_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["survey", "page", "position"], name="question_by_place"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("survey", "key"),
                name="one_question_a_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                fields=("survey", "number"), name="one_version_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at", None)),
                fields=("survey",),
                name="one_draft_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content", None), ("published_at", None)),
                    models.Q(("content__isnull", False), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="published_is_frozen",
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
