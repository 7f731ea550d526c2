from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_one_sequence_a_year")]

    operations = [
        migrations.AddField(
            model_name="ticket", name="due_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["team", "due_at", "id"],
                name="ticket_by_due",
            ),
        ),
    ]
