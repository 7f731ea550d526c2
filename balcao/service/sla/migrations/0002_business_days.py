from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sla", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(
            model_name="policy",
            name="a_promise_takes_time",
        ),
        migrations.AddField(
            model_name="clock",
            name="target_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="policy",
            name="target_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="clock",
            name="target_seconds",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="policy",
            name="target_seconds",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("target_days", None),
                        ("target_seconds__gt", 0),
                        ("target_seconds__isnull", False),
                    ),
                    models.Q(
                        ("target_days__gt", 0),
                        ("target_days__isnull", False),
                        ("target_seconds", None),
                    ),
                    _connector="OR",
                ),
                name="a_clock_has_one_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("target_days", None),
                        ("target_seconds__gt", 0),
                        ("target_seconds__isnull", False),
                    ),
                    models.Q(
                        ("target_days__gt", 0),
                        ("target_days__isnull", False),
                        ("target_seconds", None),
                    ),
                    _connector="OR",
                ),
                name="a_promise_takes_time",
            ),
        ),
    ]
