"""Ways to what happened in a period: the balance reads these, never a whole table."""

from django.db import migrations

INDEXES = """
CREATE INDEX ticket_by_opening ON tickets_ticket (created_at) INCLUDE (team_id, side);
CREATE INDEX ticket_by_end ON tickets_ticket (resolved_at) INCLUDE (team_id, side)
    WHERE resolved_at IS NOT NULL;
CREATE INDEX reply_by_time ON tickets_message (created_at) INCLUDE (ticket_id)
    WHERE kind = 'outgoing';
CREATE INDEX clock_by_decision ON sla_clock (decided_at)
    INCLUDE (ticket_id, policy_id, promise, breached_at) WHERE decided_at IS NOT NULL;
"""
WITHOUT = "DROP INDEX ticket_by_opening, ticket_by_end, reply_by_time, clock_by_decision;"


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial"), ("sla", "0001_initial")]

    operations = [migrations.RunSQL(INDEXES, WITHOUT)]
