from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0002_business_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="recalculation",
            name="begins",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="recalculation",
            name="late",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
