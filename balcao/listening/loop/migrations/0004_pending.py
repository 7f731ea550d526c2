import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0002_links"),
        ("loop", "0003_together"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pending",
            fields=[
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="answers.answer",
                    ),
                ),
            ],
        ),
    ]
