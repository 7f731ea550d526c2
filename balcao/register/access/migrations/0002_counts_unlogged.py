from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE access_ratecount SET UNLOGGED", "ALTER TABLE access_ratecount SET LOGGED"
        )
    ]
