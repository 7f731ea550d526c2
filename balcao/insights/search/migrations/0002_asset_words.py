"""The words of assets lie in their rows, as those of tickets: whatever way finds a row, they are not
made anew to be compared."""

from django.db import migrations

COLUMN = """
ALTER TABLE assets_asset
    ADD COLUMN words tsvector GENERATED ALWAYS AS (balcao_vector(folded)) STORED;
CREATE INDEX asset_words ON assets_asset USING gin (words);
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_words"), ("assets", "0002_stems")]

    operations = [
        migrations.RunSQL(COLUMN, "ALTER TABLE assets_asset DROP COLUMN words"),
    ]
