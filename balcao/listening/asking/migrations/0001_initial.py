import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


GUARD = """
CREATE FUNCTION asking_keep_wave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.survey_id, NEW.version_id, NEW.number, NEW.is_anonymous, NEW.k, NEW.comments_k)
            IS DISTINCT FROM
            (OLD.survey_id, OLD.version_id, OLD.number, OLD.is_anonymous, OLD.k, OLD.comments_k) THEN
        RAISE EXCEPTION 'What a wave promised when it was opened stands.' USING ERRCODE = '23514';
    END IF;
    IF OLD.state = 'closed' THEN
        RAISE EXCEPTION 'A closed wave stays closed.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER asking_keep_wave BEFORE UPDATE ON asking_wave
    FOR EACH ROW EXECUTE FUNCTION asking_keep_wave();
CREATE FUNCTION asking_keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.wave_id, NEW.attributes) IS DISTINCT FROM (OLD.wave_id, OLD.attributes) THEN
        RAISE EXCEPTION 'The groups of a wave stand as they were frozen.' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER asking_keep_frozen BEFORE UPDATE ON asking_frozen
    FOR EACH ROW EXECUTE FUNCTION asking_keep_frozen();
"""
UNGUARD = """
DROP TRIGGER asking_keep_frozen ON asking_frozen;
DROP FUNCTION asking_keep_frozen();
DROP TRIGGER asking_keep_wave ON asking_wave;
DROP FUNCTION asking_keep_wave();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("calendars", "0002_openings_seen"),
        ("people", "0002_house"),
        ("surveys", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Occasion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "when",
                    models.CharField(
                        choices=[
                            ("resolved", "After a ticket is resolved"),
                            ("delivered", "After an order is delivered"),
                            ("hired", "After somebody begins to work with us"),
                            ("calendar", "By the calendar, again and again"),
                            ("sample", "A sample, when somebody draws it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("delay_days", models.PositiveSmallIntegerField(default=0)),
                ("conditions", models.JSONField(default=dict)),
                ("share", models.DecimalField(decimal_places=4, default=1, max_digits=5)),
                ("seed", models.CharField(max_length=64)),
                ("rhythm", models.JSONField(null=True)),
                ("quarantine_days", models.PositiveSmallIntegerField(default=30)),
                (
                    "remind_after_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                ("open_days", models.PositiveSmallIntegerField(default=14)),
                ("is_active", models.BooleanField(default=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("is_anonymous", models.BooleanField()),
                ("k", models.PositiveIntegerField()),
                ("comments_k", models.PositiveIntegerField()),
                ("opens_at", models.DateTimeField()),
                ("asks_until", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Taking answers"), ("closed", "Takes no more answers")],
                        default="open",
                        max_length=6,
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.version",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invited",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject_type",
                    models.CharField(
                        choices=[
                            ("ticket", "A ticket"),
                            ("order", "An order"),
                            ("relationship", "A relationship"),
                        ],
                        max_length=12,
                        null=True,
                    ),
                ),
                ("subject_id", models.BigIntegerField(null=True)),
                ("send_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("has_answered", models.BooleanField(default=False)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("language", models.CharField(max_length=8)),
                (
                    "calendar",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="calendars.calendar",
                    ),
                ),
                (
                    "handle",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.handle",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
                (
                    "occasion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="asking.occasion",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invited",
                        to="asking.wave",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Frozen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attributes", models.JSONField(default=dict)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frozen",
                        to="asking.wave",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="occasion",
            index=models.Index(
                condition=models.Q(("is_active", True)), fields=["when"], name="occasion_in_force"
            ),
        ),
        migrations.AddIndex(
            model_name="occasion",
            index=models.Index(
                condition=models.Q(("is_active", True)),
                fields=["next_at"],
                name="occasion_by_calendar",
            ),
        ),
        migrations.AddConstraint(
            model_name="occasion",
            constraint=models.CheckConstraint(
                condition=models.Q(("share__gt", 0), ("share__lte", 1)), name="share_of_those_asked"
            ),
        ),
        migrations.AddConstraint(
            model_name="occasion",
            constraint=models.CheckConstraint(
                condition=models.Q(("seed", ""), _negated=True), name="an_occasion_has_a_seed"
            ),
        ),
        migrations.AddConstraint(
            model_name="occasion",
            constraint=models.CheckConstraint(
                condition=models.Q(("open_days__gte", 1)), name="open_for_a_day_at_least"
            ),
        ),
        migrations.AddConstraint(
            model_name="occasion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("when", "calendar"), ("rhythm__isnull", False)),
                    models.Q(
                        models.Q(("when", "calendar"), _negated=True),
                        ("next_at", None),
                        ("rhythm", None),
                    ),
                    _connector="OR",
                ),
                name="a_rhythm_is_of_a_calendar",
            ),
        ),
        migrations.AddIndex(
            model_name="wave",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["closes_at"],
                name="wave_to_be_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.UniqueConstraint(
                fields=("survey", "number"), name="one_wave_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asks_until__gte", models.F("opens_at")),
                    ("closes_at__gt", models.F("opens_at")),
                ),
                name="a_wave_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state", "open")),
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    _connector="OR",
                ),
                name="a_closed_wave_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(("k__gte", 5), ("comments_k__gte", 8)),
                name="wave_groups_from_the_least",
            ),
        ),
        migrations.AddIndex(
            model_name="invited",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)),
                fields=["next_at", "id"],
                name="invitation_to_mail",
            ),
        ),
        migrations.AddIndex(
            model_name="invited",
            index=models.Index(fields=["person", "-sent_at"], name="asked_lately"),
        ),
        migrations.AddIndex(
            model_name="invited",
            index=models.Index(
                condition=models.Q(("subject_id__isnull", False)),
                fields=["subject_type", "subject_id"],
                name="asked_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="invited",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject_id__isnull", False)),
                fields=("survey", "person", "subject_type", "subject_id"),
                name="asked_once_a_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="invited",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject_id", None)),
                fields=("wave", "person"),
                name="asked_once_a_wave",
            ),
        ),
        migrations.AddConstraint(
            model_name="invited",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("subject_id", None), ("subject_type", None)),
                    models.Q(("subject_id__isnull", False), ("subject_type__isnull", False)),
                    _connector="OR",
                ),
                name="a_subject_is_named_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="invited",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_at", None),
                    models.Q(("has_answered", False), ("withdrawn_at", None)),
                    _connector="OR",
                ),
                name="no_mail_to_who_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="frozen",
            constraint=models.UniqueConstraint(
                fields=("wave", "person"), name="frozen_once_a_wave"
            ),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
