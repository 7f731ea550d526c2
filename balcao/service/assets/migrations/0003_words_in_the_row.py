from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assets", "0002_stems")]

    operations = [migrations.RemoveIndex("asset", "asset_by_stems")]
