from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0004_due")]

    operations = [
        migrations.AddField(
            model_name="ticket", name="human_asked_at", field=models.DateTimeField(null=True)
        ),
    ]
