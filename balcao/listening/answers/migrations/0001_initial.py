import django.db.models.deletion
import uuid
from django.db import migrations, models

GUARD = """
CREATE FUNCTION answers_two_stores() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wave record;
BEGIN
    SELECT is_anonymous, state INTO wave FROM asking_wave WHERE id = NEW.wave_id;
    IF wave.is_anonymous IS DISTINCT FROM (TG_ARGV[0] = 'anonymous') THEN
        RAISE EXCEPTION 'An answer lies in the store that its wave promised.' USING ERRCODE = '23514';
    END IF;
    IF wave.state IS DISTINCT FROM TG_ARGV[1] THEN
        RAISE EXCEPTION 'Answers are taken while a wave is open, and opened once it is closed.'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answers_of_answer BEFORE INSERT ON answers_answer
    FOR EACH ROW EXECUTE FUNCTION answers_two_stores('named', 'open');
CREATE TRIGGER answers_of_sealed BEFORE INSERT ON answers_sealed
    FOR EACH ROW EXECUTE FUNCTION answers_two_stores('anonymous', 'open');
CREATE TRIGGER answers_of_ballot BEFORE INSERT ON answers_ballot
    FOR EACH ROW EXECUTE FUNCTION answers_two_stores('anonymous', 'closed');
CREATE TRIGGER answers_of_comment BEFORE INSERT ON answers_comment
    FOR EACH ROW EXECUTE FUNCTION answers_two_stores('anonymous', 'closed');
"""
UNGUARD = """
DROP TRIGGER answers_of_comment ON answers_comment;
DROP TRIGGER answers_of_ballot ON answers_ballot;
DROP TRIGGER answers_of_sealed ON answers_sealed;
DROP TRIGGER answers_of_answer ON answers_answer;
DROP FUNCTION answers_two_stores();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("asking", "0001_initial"),
        ("surveys", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("values", models.JSONField()),
                ("attributes", models.JSONField()),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="asking.wave",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("words", models.TextField()),
                ("attributes", models.JSONField()),
                ("may_quote", models.BooleanField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.question",
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
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public", models.BinaryField(max_length=32)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not opened yet"),
                            ("kept", "Opened and kept, without names"),
                            ("too_few", "Destroyed unread: fewer than the minimum group answered"),
                            ("lost", "Destroyed unread: their key was gone"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "wave",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="asking.wave",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sealed",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("box", models.BinaryField()),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="asking.wave",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("values", models.JSONField()),
                ("answered_at", models.DateTimeField()),
                ("language", models.CharField(max_length=8)),
                (
                    "channel",
                    models.CharField(
                        choices=[("mail", "By the link of the mail"), ("portal", "By the portal")],
                        max_length=10,
                    ),
                ),
                (
                    "invited",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="asking.invited",
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
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="asking.wave",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["survey", "answered_at"], name="answer_by_day")],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
