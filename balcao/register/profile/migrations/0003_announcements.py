from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("profile", "0002_preference"),
    ]

    operations = [
        migrations.AlterField(
            model_name="preference",
            name="matter",
            field=models.CharField(
                choices=[("surveys", "Surveys"), ("announced", "Announcements")], max_length=12
            ),
        ),
    ]
