from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

# Who sees a board is said in the words of the one audience module; nobody gains or loses a board.
MOVE = """
UPDATE ideas_board b SET readers = CASE b.audience
    WHEN 'customers' THEN ARRAY['customer']::varchar[]
    WHEN 'inside' THEN ARRAY['internal']::varchar[]
    WHEN 'relationships' THEN ARRAY(SELECT DISTINCT kind FROM unnest(b.relationships) kind ORDER BY 1)
    ELSE ARRAY(SELECT 'team:' || t.team_id FROM ideas_board_teams t WHERE t.board_id = b.id ORDER BY 1)
END
"""
BACK = """
INSERT INTO ideas_board_teams (board_id, team_id)
SELECT b.id, substr(word, 6)::bigint FROM ideas_board b, unnest(b.readers) word WHERE word LIKE 'team:%%'
ON CONFLICT DO NOTHING;
UPDATE ideas_board b SET
    audience = CASE WHEN b.readers = ARRAY['customer']::varchar[] THEN 'customers'
        WHEN 'internal' = ANY(b.readers) THEN 'inside'
        WHEN EXISTS (SELECT FROM unnest(b.readers) word WHERE word LIKE 'team:%%') THEN 'teams'
        ELSE 'relationships' END,
    relationships = ARRAY(SELECT word FROM unnest(b.readers) word
        WHERE word NOT LIKE 'team:%%' AND word <> 'internal' ORDER BY 1)
"""


class Migration(migrations.Migration):
    dependencies = [("ideas", "0001_initial")]

    operations = [
        migrations.AddField(
            "board",
            "readers",
            ArrayField(models.CharField(max_length=24), default=list),
        ),
        migrations.RunSQL(MOVE, BACK),
        migrations.RemoveField("board", "teams"),
        migrations.RemoveField("board", "relationships"),
        migrations.RemoveField("board", "audience"),
        migrations.RenameField("board", "readers", "audience"),
        migrations.AddIndex("board", GinIndex(fields=["audience"], name="board_by_audience")),
    ]
