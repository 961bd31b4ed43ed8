"""Within PostgreSQL: vectors of practices where pgvector is, their words where pg_trgm is."""

from alembic import op

revision: str = "0005_practices_meaning"
down_revision: str | None = "0004_suggestions"
branch_labels = None
depends_on = None

_VECTORS = """
DO $make$
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS vector;
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    NULL;
  END;
  IF (SELECT string_to_array(extversion, '.')::int[] >= ARRAY[0, 7]
      FROM pg_extension WHERE extname = 'vector') THEN
    CREATE TABLE IF NOT EXISTS practice_vector (
      practice_id UUID CONSTRAINT pk_practice_vector PRIMARY KEY
        CONSTRAINT fk_practice_vector_practice_id_practice
        REFERENCES practice (id) ON DELETE CASCADE,
      embedder VARCHAR(60) NOT NULL,
      digest VARCHAR(64) NOT NULL,
      vector HALFVEC NOT NULL,
      compared BOOLEAN NOT NULL,
      hubness REAL NOT NULL DEFAULT 0,
      tenth REAL NOT NULL DEFAULT -1
    ) WITH (fillfactor = 80);
  END IF;
END
$make$
"""
_WORDS = """
DO $make$
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    NULL;
  END;
  IF to_regclass('practice_word') IS NULL
      AND EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE TABLE practice_word (
      word VARCHAR(64) COLLATE "C" CONSTRAINT pk_practice_word PRIMARY KEY,
      practices INTEGER NOT NULL
    );
    CREATE INDEX ix_practice_word_trigrams ON practice_word USING gin (word gin_trgm_ops)
      WITH (fastupdate = off);
    CREATE TABLE practice_word_change (word VARCHAR(64) NOT NULL, by INTEGER NOT NULL);
    CREATE FUNCTION practice_word_count() RETURNS trigger LANGUAGE plpgsql AS $count$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        INSERT INTO practice_word_change
        SELECT unnest(string_to_array(OLD.words, ' ')), -1;
      ELSE
        INSERT INTO practice_word_change
        SELECT unnest(string_to_array(NEW.words, ' ')), 1;
      END IF;
      RETURN NULL;
    END
    $count$;
    CREATE TRIGGER practice_word_count AFTER INSERT OR DELETE ON practice_index
      FOR EACH ROW EXECUTE FUNCTION practice_word_count();
    INSERT INTO practice_word_change
    SELECT unnest(string_to_array(words, ' ')), 1 FROM practice_index;
  END IF;
END
$make$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_practice_terms_terms SET (fastupdate = off)")
        op.execute("SELECT gin_clean_pending_list('ix_practice_terms_terms')")
        op.execute(_VECTORS)
        op.execute(_WORDS)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX ix_practice_terms_terms RESET (fastupdate)")
        op.execute("DROP TRIGGER IF EXISTS practice_word_count ON practice_index")
        op.execute("DROP FUNCTION IF EXISTS practice_word_count")
        op.execute("DROP TABLE IF EXISTS practice_word, practice_word_change, practice_vector")
