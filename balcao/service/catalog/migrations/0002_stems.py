from django.contrib.postgres.indexes import GinIndex
from django.db import migrations
from django.db.models import F, Func


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial"), ("search", "0001_words")]

    operations = [
        migrations.AddIndex(
            "item",
            GinIndex(Func(F("folded"), function="balcao_vector"), name="item_by_stems"),
        ),
    ]
