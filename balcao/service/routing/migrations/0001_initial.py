import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("teams", "0001_initial"),
        ("tickets", "0003_one_sequence_a_year"),
    ]

    operations = [
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("language", models.CharField(blank=True, max_length=10)),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PersonSkill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holders",
                        to="routing.skill",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SkillNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("question", "Question"),
                            ("request", "Request"),
                            ("incident", "Incident"),
                            ("complaint", "Complaint"),
                            ("suggestion", "Suggestion"),
                            ("praise", "Praise"),
                            ("cancellation", "Cancellation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="routing.skill",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Skip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("available", "Available"),
                            ("busy", "Busy"),
                            ("break", "On a break"),
                            ("training", "In training"),
                            ("away", "Away"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TeamRouting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_automatic", models.BooleanField(default=False)),
                ("is_sticky", models.BooleanField(default=True)),
                ("by_language", models.BooleanField(default=False)),
                ("default_limit", models.PositiveSmallIntegerField(default=8)),
                ("overflow_after_seconds", models.PositiveIntegerField(null=True)),
                (
                    "overflow_team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
                (
                    "team",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Capacity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=12)),
                ("at_once", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "channel"), name="one_capacity_a_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("assigned", "ASSIGNED"),
                            ("returned", "RETURNED"),
                            ("overflowed", "OVERFLOWED"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("last_agent", "LAST_AGENT"),
                            ("only_one", "ONLY_ONE"),
                            ("least_loaded", "LEAST_LOADED"),
                            ("longest_idle", "LONGEST_IDLE"),
                            ("lowest_number", "LOWEST_NUMBER"),
                            ("nobody", "NOBODY"),
                            ("went_away", "WENT_AWAY"),
                            ("vanished", "VANISHED"),
                            ("skipped", "SKIPPED"),
                            ("waited", "WAITED"),
                        ],
                        max_length=16,
                    ),
                ),
                ("considered", models.JSONField(default=dict)),
                ("left_out", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "person",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="teams.team",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ticket", "-id"], name="decision_by_ticket"),
                    models.Index(fields=["team", "-at"], name="decision_by_team"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("available", "Available"),
                            ("busy", "Busy"),
                            ("break", "On a break"),
                            ("training", "In training"),
                            ("away", "Away"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("since_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(null=True)),
                ("misses", models.PositiveSmallIntegerField(default=0)),
                ("is_lapsed", models.BooleanField(default=False)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["available", "busy", "break", "training", "away"])
                        ),
                        name="presence_state_known",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.UniqueConstraint(
                fields=("team", "name"), name="one_skill_a_name", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("language", ""), _negated=True),
                fields=("language",),
                name="one_skill_a_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="personskill",
            constraint=models.UniqueConstraint(
                fields=("person", "skill"), name="one_level_a_skill"
            ),
        ),
        migrations.AddConstraint(
            model_name="personskill",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (1, 5))), name="level_from_one_to_five"
            ),
        ),
        migrations.AddConstraint(
            model_name="skillneed",
            constraint=models.UniqueConstraint(
                fields=("team", "kind", "skill"), name="one_need_a_skill"
            ),
        ),
        migrations.AddConstraint(
            model_name="skillneed",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__range", (1, 5))), name="needed_level_from_one_to_five"
            ),
        ),
        migrations.AddIndex(
            model_name="skip",
            index=models.Index(fields=["ticket", "person"], name="skip_by_ticket"),
        ),
        migrations.AddIndex(
            model_name="skip",
            index=models.Index(fields=["team", "-at"], name="skip_by_team"),
        ),
        migrations.AddIndex(
            model_name="stint",
            index=models.Index(fields=["person", "-from_at"], name="stint_by_person"),
        ),
        migrations.AddConstraint(
            model_name="stint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_at", None)),
                fields=("person",),
                name="one_open_stint_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="stint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to_at", None), ("to_at__gte", models.F("from_at")), _connector="OR"
                ),
                name="stint_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamrouting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overflow_team", None),
                    models.Q(("overflow_team", models.F("team")), _negated=True),
                    _connector="OR",
                ),
                name="no_overflow_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="teamrouting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("overflow_team", None),
                    ("overflow_after_seconds__isnull", False),
                    _connector="OR",
                ),
                name="overflow_after_some_time",
            ),
        ),
    ]
