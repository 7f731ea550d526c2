from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("announcements", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="announcement",
            name="mails_customers",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="wave",
            name="side",
            field=models.CharField(
                choices=[("external", "External"), ("internal", "Internal")],
                db_default="internal",
                default="internal",
                max_length=8,
            ),
        ),
    ]
