from django.db import migrations

PROTOCOL = """
CREATE OR REPLACE FUNCTION tickets_next_sequence(year int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE name text := format('tickets_protocol_%s', year);
BEGIN
    IF to_regclass(name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('tickets_protocol', 0));
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I MAXVALUE 9999999', name);
    END IF;
    RETURN nextval(name);
END $$;
"""


class Migration(migrations.Migration):
    """Two first tickets of a year at once: one makes the sequence, the other waits for it."""

    dependencies = [("tickets", "0002_protocol_and_tally")]

    operations = [migrations.RunSQL(PROTOCOL, migrations.RunSQL.noop)]
