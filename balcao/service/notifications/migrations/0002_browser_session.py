from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody knows in which sessions browsers subscribed before: they are asked again."""

    dependencies = [
        ("access", "0003_sessions"),
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            "DELETE FROM notifications_browser", migrations.RunSQL.noop, elidable=True
        ),
        migrations.AddField(
            model_name="browser",
            name="session",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="access.opensession",
            ),
        ),
    ]
