from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_by_category"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                F("category"),
                (F("helped") - F("unhelpful")).desc(),
                F("id").desc(),
                condition=Q(state="published"),
                name="article_by_worth",
            ),
        ),
    ]
