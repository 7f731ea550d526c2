from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("announcements", "0002_customers"),
    ]

    operations = [
        migrations.DeleteModel(name="Feed"),
    ]
