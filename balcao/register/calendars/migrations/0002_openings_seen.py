from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendar",
            name="moved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="calendar",
            name="seen_digest",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="calendar",
            name="seen_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="calendar",
            name="seen_version",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
