from django.db import migrations

# What waits for somebody, the most pressing first, and how much everybody has on each channel.
WAITING = """
CREATE INDEX routing_waiting ON tickets_ticket
    (team_id, (-priority), (coalesce(waiting_since, created_at)), id)
    WHERE assignee_id IS NULL AND status IN ('new', 'open')
"""
LOADS = """
CREATE INDEX routing_loads ON tickets_ticket (assignee_id, channel)
    WHERE assignee_id IS NOT NULL AND status IN ('new', 'open')
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0001_initial"), ("tickets", "0003_one_sequence_a_year")]

    operations = [
        migrations.RunSQL(WAITING, "DROP INDEX routing_waiting"),
        migrations.RunSQL(LOADS, "DROP INDEX routing_loads"),
    ]
