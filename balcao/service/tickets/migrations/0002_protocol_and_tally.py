from django.db import migrations

PROTOCOL = """
CREATE FUNCTION tickets_next_sequence(year int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE name text := format('tickets_protocol_%s', year);
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE SEQUENCE IF NOT EXISTS %I MAXVALUE 9999999', name);
    END IF;
    RETURN nextval(name);
END $$;
"""

TALLY = """
CREATE FUNCTION tickets_keep_tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO tickets_tally (team_id, status, assignee_id, change)
        VALUES (OLD.team_id, OLD.status, coalesce(OLD.assignee_id, 0), -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO tickets_tally (team_id, status, assignee_id, change)
        VALUES (NEW.team_id, NEW.status, coalesce(NEW.assignee_id, 0), 1);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER tickets_tally_born AFTER INSERT OR DELETE ON tickets_ticket
    FOR EACH ROW EXECUTE FUNCTION tickets_keep_tally();
CREATE TRIGGER tickets_tally_changed AFTER UPDATE OF team_id, status, assignee_id ON tickets_ticket
    FOR EACH ROW WHEN ((OLD.team_id, OLD.status, OLD.assignee_id)
        IS DISTINCT FROM (NEW.team_id, NEW.status, NEW.assignee_id))
    EXECUTE FUNCTION tickets_keep_tally();
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [
        migrations.RunSQL(PROTOCOL, "DROP FUNCTION tickets_next_sequence(int)"),
        migrations.RunSQL(TALLY, "DROP FUNCTION tickets_keep_tally() CASCADE"),
    ]
