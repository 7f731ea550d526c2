"""Words to search by: immutable SQL functions, and columns that follow what they are made of.

The bodies are in SQL-standard form, so they are bound to their functions and types when they are
made: a dump restores them whatever the search path, and PostgreSQL knows what depends on what.
"""

from django.db import migrations

# Letters that NFKD leaves whole, as in balcao.core.text.fold.
LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
SINGLE_LETTERS = ("øđðłς", "oddlσ")

# Longer texts are searched by their beginning: a tsvector holds one megabyte at most.
SEARCHED_CHARACTERS = 60_000

# Folding takes away the endings the Portuguese stemmer goes by, and the stemmer doesn't join the
# plurals of -ão, -l: both are put right between folding and stemming. In order; each word stands
# between two spaces.
ENDINGS = (
    (" mais ", " "),
    (" maes ", " mae "),
    (" pais ", " pai "),
    (" leis ", " lei "),
    (" reis ", " rei "),
    ("coes ", "ção "),
    ("oes ", "ão "),
    ("aes ", "ão "),
    ("eis ", "el "),
    ("ais ", "al "),
    ("ois ", "ol "),
    ("il ", "el "),
    ("cao ", "ção "),
    ("ao ", "ão "),
    (" ão ", " ao "),
)


def _replaced(expression, pairs):
    for before, after in pairs:
        expression = f"replace({expression}, '{before}', '{after}')"
    return expression


_BARE = r"lower(regexp_replace(normalize(t, NFKD), '[\u0300-\u036f]', '', 'g'))"
_FOLDED = _replaced(
    f"translate({_BARE}, '{SINGLE_LETTERS[0]}', '{SINGLE_LETTERS[1]}')", LETTERS.items()
)

FOLD = f"""
CREATE FUNCTION balcao_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN CASE WHEN octet_length(t) = length(t) THEN lower(t) ELSE {_FOLDED} END;
COMMENT ON FUNCTION balcao_fold IS 'Accent-blind and lower-cased, as balcao.core.text.fold';
"""

WORDS = f"""
CREATE FUNCTION balcao_words(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN ' ' || regexp_replace(
    left(balcao_fold(left(t, {SEARCHED_CHARACTERS})), {SEARCHED_CHARACTERS}),
    '[^[:alnum:]]+', ' ', 'g') || ' ';
COMMENT ON FUNCTION balcao_words IS 'Letters and digits alone, folded, each word between spaces';
"""

STEMS = f"""
CREATE FUNCTION balcao_stems(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(
    to_tsvector('pg_catalog.portuguese'::regconfig, {_replaced("words", ENDINGS)})::text,
    'ãçõ', 'aco')::tsvector;
COMMENT ON FUNCTION balcao_stems IS 'Portuguese stems of what balcao_words gives, folded';
"""

VECTOR = """
CREATE FUNCTION balcao_vector(t text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
BEGIN ATOMIC
    SELECT balcao_stems(w.words) || strip(to_tsvector('pg_catalog.simple'::regconfig, w.words))
    FROM (SELECT balcao_words(t) AS words OFFSET 0) w;
END;
COMMENT ON FUNCTION balcao_vector IS
    'Stems with their places, and whole words for prefixes, of a text in Portuguese';
"""

COLUMNS = """
ALTER TABLE tickets_message
    ADD COLUMN words tsvector GENERATED ALWAYS AS (balcao_vector(body)) STORED;
ALTER TABLE tickets_ticket
    ADD COLUMN words tsvector GENERATED ALWAYS AS
        (setweight(balcao_vector(subject || ' ' || protocol), 'A')) STORED;
ALTER TABLE people_person
    ADD COLUMN words tsvector GENERATED ALWAYS AS
        (to_tsvector('pg_catalog.simple'::regconfig, balcao_words(name || ' ' || preferred_name)))
        STORED;
CREATE INDEX message_by_words ON tickets_message USING gin (words);
CREATE INDEX ticket_by_words ON tickets_ticket USING gin (words);
CREATE INDEX person_by_words ON people_person USING gin (words);
CREATE INDEX handle_by_beginning ON people_handle (value text_pattern_ops);
"""

WITHOUT_COLUMNS = """
DROP INDEX handle_by_beginning;
ALTER TABLE people_person DROP COLUMN words;
ALTER TABLE tickets_ticket DROP COLUMN words;
ALTER TABLE tickets_message DROP COLUMN words;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial"), ("people", "0001_initial")]

    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION balcao_fold"),
        migrations.RunSQL(WORDS, "DROP FUNCTION balcao_words"),
        migrations.RunSQL(STEMS, "DROP FUNCTION balcao_stems"),
        migrations.RunSQL(VECTOR, "DROP FUNCTION balcao_vector"),
        migrations.RunSQL(COLUMNS, WITHOUT_COLUMNS),
    ]
