from django.db import migrations

# A team's queue in its order: where somebody stands in it is counted on every page that tells it.
QUEUE = """
CREATE INDEX waiting_queue ON tickets_ticket
    (team_id, (-priority), (coalesce(waiting_since, created_at)), id)
    WHERE waiting_since IS NOT NULL AND status IN ('new', 'open')
"""


class Migration(migrations.Migration):
    dependencies = [("waiting", "0001_initial"), ("tickets", "0004_due")]

    operations = [migrations.RunSQL(QUEUE, "DROP INDEX waiting_queue")]
