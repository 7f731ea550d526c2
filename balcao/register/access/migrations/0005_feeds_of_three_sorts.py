from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_feed_addresses"),
    ]

    operations = [
        migrations.AlterField(
            model_name="feedaddress",
            name="what",
            field=models.CharField(
                choices=[
                    ("help", "Help"),
                    ("announcements", "Announcements"),
                    ("agenda", "Agenda"),
                ],
                max_length=16,
            ),
        ),
    ]
