import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import uuid
from django.db import migrations, models

GUARD = """
CREATE FUNCTION ideas_keep_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.k < OLD.k THEN
        RAISE EXCEPTION 'A minimum group is raised, never lowered.' USING ERRCODE = '23514';
    END IF;
    IF NEW.is_anonymous IS DISTINCT FROM OLD.is_anonymous AND (
            EXISTS (SELECT FROM ideas_idea WHERE board_id = NEW.id)
            OR EXISTS (SELECT FROM ideas_envelope WHERE board_id = NEW.id)
            OR EXISTS (SELECT FROM ideas_round WHERE board_id = NEW.id)) THEN
        RAISE EXCEPTION 'Whether a board is anonymous stands from its first idea on.'
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ideas_keep_promise BEFORE UPDATE ON ideas_board
    FOR EACH ROW EXECUTE FUNCTION ideas_keep_promise();
CREATE FUNCTION ideas_know_nobody() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE anonymous boolean;
BEGIN
    IF TG_TABLE_NAME = 'ideas_idea' THEN
        SELECT is_anonymous INTO anonymous FROM ideas_board WHERE id = NEW.board_id;
        IF anonymous AND (NEW.author_id IS NOT NULL OR NEW.origin_ticket_id IS NOT NULL) THEN
            RAISE EXCEPTION 'An anonymous board knows no author.' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    END IF;
    SELECT b.is_anonymous INTO anonymous FROM ideas_idea i JOIN ideas_board b ON b.id = i.board_id
        WHERE i.id = NEW.idea_id;
    IF anonymous AND TG_TABLE_NAME = 'ideas_vote' THEN
        RAISE EXCEPTION 'An anonymous board knows no voter.' USING ERRCODE = '23514';
    END IF;
    IF anonymous AND TG_TABLE_NAME = 'ideas_comment' THEN
        IF NEW.author_id IS NOT NULL AND NOT NEW.is_official THEN
            RAISE EXCEPTION 'An anonymous board knows no author.' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ideas_know_nobody BEFORE INSERT OR UPDATE ON ideas_idea
    FOR EACH ROW EXECUTE FUNCTION ideas_know_nobody();
CREATE TRIGGER ideas_know_nobody BEFORE INSERT OR UPDATE ON ideas_vote
    FOR EACH ROW EXECUTE FUNCTION ideas_know_nobody();
CREATE TRIGGER ideas_know_nobody BEFORE INSERT OR UPDATE ON ideas_comment
    FOR EACH ROW EXECUTE FUNCTION ideas_know_nobody();
"""
UNGUARD = """
DROP TRIGGER ideas_know_nobody ON ideas_comment;
DROP TRIGGER ideas_know_nobody ON ideas_vote;
DROP TRIGGER ideas_know_nobody ON ideas_idea;
DROP FUNCTION ideas_know_nobody();
DROP TRIGGER ideas_keep_promise ON ideas_board;
DROP FUNCTION ideas_keep_promise();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("calendars", "0002_openings_seen"),
        ("people", "0002_house"),
        ("surveys", "0001_initial"),
        ("teams", "0001_initial"),
        ("tickets", "0005_human"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("about", models.TextField(blank=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("customers", "Customers"),
                            ("inside", "Everybody who works with us"),
                            ("relationships", "Certain kinds of relationship"),
                            ("teams", "Certain teams"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "relationships",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False)),
                ("k", models.PositiveSmallIntegerField(default=5)),
                ("has_rounds", models.BooleanField(default=False)),
                ("answer_days", models.PositiveSmallIntegerField(default=5)),
                ("seed", models.CharField(max_length=32)),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
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
                ("teams", models.ManyToManyField(related_name="+", to="teams.team")),
            ],
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public", models.BinaryField(max_length=32)),
                ("ready_on", models.DateField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Waiting for others"),
                            ("published", "Published, without names and in mixed order"),
                            ("lost", "Destroyed unread: their key was gone"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="ideas.board",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Handed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pseudonym", models.CharField(max_length=64)),
                (
                    "envelope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handed",
                        to="ideas.envelope",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Idea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True)),
                (
                    "stems",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Just suggested"),
                            ("review", "Under review"),
                            ("planned", "Planned"),
                            ("experiment", "In experiment"),
                            ("done", "Carried out"),
                            ("declined", "Declined"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("hidden_at", models.DateTimeField(null=True)),
                ("hidden_why", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("promised_days", models.PositiveSmallIntegerField()),
                ("next_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("taken_days", models.PositiveIntegerField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ideas",
                        to="ideas.board",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ideas.idea",
                    ),
                ),
                (
                    "origin_ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "root",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ideas.idea",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Experiment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expects", models.TextField()),
                ("measure", models.CharField(max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("change", models.JSONField(null=True)),
                ("result", models.TextField(blank=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("adopt", "Adopt it"),
                            ("adapt", "Adapt it and look again"),
                            ("drop", "Drop it"),
                        ],
                        max_length=6,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
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
                    "question",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="experiments",
                        to="ideas.idea",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("is_official", models.BooleanField(default=False)),
                ("hidden_at", models.DateTimeField(null=True)),
                ("hidden_why", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="ideas.idea",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("new", "Just suggested"),
                            ("review", "Under review"),
                            ("planned", "Planned"),
                            ("experiment", "In experiment"),
                            ("done", "Carried out"),
                            ("declined", "Declined"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("new", "Just suggested"),
                            ("review", "Under review"),
                            ("planned", "Planned"),
                            ("experiment", "In experiment"),
                            ("done", "Carried out"),
                            ("declined", "Declined"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="ideas.idea",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
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
                        choices=[
                            ("changed", "CHANGED"),
                            ("hidden", "HIDDEN"),
                            ("shown", "SHOWN"),
                            ("merged", "MERGED"),
                            ("commented", "COMMENTED"),
                            ("arrived", "ARRIVED"),
                            ("due", "DUE"),
                            ("late", "LATE"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "change",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="ideas.change",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="ideas.idea",
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
            ],
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("public", models.BinaryField(max_length=32, null=True)),
                ("is_lost", models.BooleanField(default=False)),
                ("voted_fewest", models.PositiveIntegerField(null=True)),
                ("voted_most", models.PositiveIntegerField(null=True)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rounds",
                        to="ideas.board",
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
                    "envelope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sealed",
                        to="ideas.envelope",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pseudonym", models.CharField(max_length=64)),
                ("box", models.BinaryField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slips",
                        to="ideas.round",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fewest", models.PositiveIntegerField(null=True)),
                ("most", models.PositiveIntegerField(null=True)),
                ("why", models.CharField(blank=True, max_length=10)),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="ideas.idea",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="ideas.round",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="ideas.idea",
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
            ],
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.CheckConstraint(
                condition=models.Q(("k__gte", 5)), name="board_k_from_five"
            ),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_days__gte", 1), ("answer_days__lte", 90)),
                name="board_answers_in_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="board",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_anonymous", False), ("has_rounds", True), _connector="OR"),
                name="anonymous_boards_vote_in_rounds",
            ),
        ),
        migrations.AddConstraint(
            model_name="envelope",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "")),
                fields=("board",),
                name="one_waiting_envelope_a_board",
            ),
        ),
        migrations.AddConstraint(
            model_name="handed",
            constraint=models.UniqueConstraint(
                fields=("envelope", "pseudonym"), name="handed_in_once"
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["board", "-id"], name="idea_by_board"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["author", "-id"], name="idea_by_author"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(fields=["root"], name="idea_by_root"),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)),
                fields=["next_at"],
                name="idea_promise_due",
            ),
        ),
        migrations.AddIndex(
            model_name="idea",
            index=django.contrib.postgres.indexes.GinIndex(fields=["stems"], name="idea_by_words"),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into", None), ("root", None)),
                    models.Q(("merged_into__isnull", False), ("root__isnull", False)),
                    _connector="OR",
                ),
                name="a_duplicate_has_its_root",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(("root", models.F("id")), _negated=True),
                name="no_idea_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("taken_days", None)),
                    models.Q(("answered_at__isnull", False), ("taken_days__isnull", False)),
                    _connector="OR",
                ),
                name="an_answer_says_how_long_it_took",
            ),
        ),
        migrations.AddConstraint(
            model_name="idea",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin_ticket__isnull", False)),
                fields=("origin_ticket",),
                name="one_idea_a_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                name="an_experiment_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decision", "")),
                    models.Q(
                        models.Q(("decision", ""), _negated=True),
                        models.Q(("result", ""), _negated=True),
                        ("decided_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_decision_has_its_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("idea",),
                name="one_experiment_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["idea", "id"], name="comment_by_idea"),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["idea", "id"], name="change_by_idea"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["person", "-id"], name="idea_notice_by_person"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("seen_at", None)), fields=["person"], name="idea_notice_unseen"
            ),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["closes_at"],
                name="round_to_be_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                fields=("board", "number"), name="one_round_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("board",),
                name="one_open_round_a_board",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                name="a_round_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(
                fields=("round", "pseudonym"), name="one_slip_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("round", "idea"), name="one_tally_an_idea"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fewest__isnull", False), ("most__isnull", False), ("why", "")),
                    models.Q(
                        ("fewest", None), ("most", None), models.Q(("why", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_tally_or_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(fields=("idea", "person"), name="one_vote_a_person"),
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
