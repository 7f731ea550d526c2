import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


def bring_shipped(apps, schema_editor):
    from balcao.listening.themes.dictionary import shipped

    theme = apps.get_model("themes", "Theme")
    theme.objects.bulk_create(
        theme(key=one.key, names=one.names, side=one.side, is_shipped=True)
        for one in shipped().values()
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("answers", "0002_links"),
        ("asking", "0001_initial"),
        ("people", "0001_initial"),
        ("surveys", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedWave",
            fields=[
                (
                    "wave",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="asking.wave",
                    ),
                ),
                ("edition", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, unique=True)),
                ("names", models.JSONField()),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("external", "Outside"),
                            ("internal", "Inside"),
                            ("both", "Both sides"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_shipped", models.BooleanField(default=False)),
                ("retired_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("external", "Outside"),
                            ("internal", "Inside"),
                            ("both", "Both sides"),
                        ],
                        max_length=8,
                        unique=True,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("good", models.PositiveIntegerField()),
                ("bad", models.PositiveIntegerField()),
                ("right", models.PositiveIntegerField(default=0)),
                ("tried", models.PositiveIntegerField(default=0)),
                ("refusal", models.CharField(blank=True, max_length=20)),
                ("last_answer", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("external", "Outside"),
                            ("internal", "Inside"),
                            ("both", "Both sides"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "added",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
                (
                    "removed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("reached", models.BigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="themes.theme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Marked",
            fields=[
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="answers.answer",
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                ("edition", models.BigIntegerField(null=True)),
                ("groups", models.JSONField(default=dict)),
                ("is_apart", models.BooleanField(default=False)),
                ("unease", models.FloatField(null=True)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["survey", "answered_at"], name="marked_by_day"),
                    models.Index(
                        condition=models.Q(("edition", None)),
                        fields=["answer"],
                        name="marked_to_be_read",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=80)),
                ("folded", models.CharField(max_length=120)),
                ("is_except", models.BooleanField(default=False)),
                ("is_dropped", models.BooleanField(default=False)),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="terms",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("theme", "folded", "is_except"), name="one_term_a_theme"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for a name"),
                            ("named", "Became a theme"),
                            ("dropped", "Let go"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "behind",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("answers", models.ManyToManyField(related_name="+", to="answers.answer")),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="asking.wave",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["survey", "state"], name="proposal_by_state")],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answered_at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("dictionary", "By its words"),
                            ("cluster", "With the group it was found in"),
                            ("person", "Corrected by a person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_dropped", models.BooleanField(default=False)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="answers.answer",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="themes.theme",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_dropped", False)),
                        fields=["survey", "answered_at", "theme"],
                        name="mention_by_day",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer", "theme"), name="mentioned_once_an_answer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ThemeCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cut", models.CharField(blank=True, max_length=20)),
                ("value", models.CharField(blank=True, max_length=80)),
                ("edition", models.BigIntegerField()),
                ("share", models.FloatField(null=True)),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                ("fewest", models.PositiveIntegerField()),
                ("most", models.PositiveIntegerField()),
                ("is_for_all", models.BooleanField()),
                (
                    "behind",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.question",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="themes.theme",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="asking.wave",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("wave", "question", "theme", "cut", "value", "edition"),
                        name="one_theme_cell_an_edition",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunPython(bring_shipped, migrations.RunPython.noop),
    ]
