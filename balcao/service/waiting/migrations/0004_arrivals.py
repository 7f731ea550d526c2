from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import Q


# What was told by the place alone stays what it was: nobody came, nobody was passed over.
CARRY_OVER = "UPDATE waiting_estimate SET turn = place"


class Migration(migrations.Migration):
    dependencies = [("waiting", "0003_calls")]

    operations = [
        migrations.AddField("estimate", "turn", models.PositiveIntegerField(default=1)),
        migrations.AddField("estimate", "arrivals", models.FloatField(default=0.0)),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop, elidable=True),
        migrations.AlterField("estimate", "turn", models.PositiveIntegerField()),
        migrations.AlterField("estimate", "arrivals", models.FloatField()),
        migrations.RemoveField("pace", "places"),
        migrations.AddField(
            "pace", "reached", ArrayField(models.DateTimeField(null=True), default=list)
        ),
        migrations.AddField("pace", "lines", models.JSONField(default=dict)),
        migrations.AddIndex(
            "wait",
            models.Index(fields=["team", "from_at"], condition=Q(ended_at=None), name="wait_open"),
        ),
    ]
