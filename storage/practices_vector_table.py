"""The table of vectors within PostgreSQL, where its extension pgvector is.

A copy of those that `practice_index` keeps, for the search alone: nothing is lost with it, and
nobody but the search writes it. Where the extension is missing there is no such table.
"""

from typing import Any, Final

from sqlalchemy import Column, Float, MetaData, String, Table, Uuid, event
from sqlalchemy.schema import DDL
from sqlalchemy.types import UserDefinedType

# halfvec came with 0.7. Who may not create the extension goes without; rows are changed more often
# than they are made, which is cheap as long as there is room on their page.
MAKE: Final = """
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


class Halfvec(UserDefinedType[Any]):
    """pgvector's two bytes a dimension."""

    cache_ok = True

    def __init__(self, dimensions: int) -> None:
        self.dimensions = dimensions

    def get_col_spec(self, **_: Any) -> str:
        return f"HALFVEC({self.dimensions})"


VECTORS = Table(
    "practice_vector",
    MetaData(),
    Column("practice_id", Uuid),
    Column("embedder", String),
    Column("digest", String),
    Column("vector", Halfvec(0)),
    Column("hubness", Float),
)


def make_with(table: Table) -> None:
    """Wherever `table` is made from the models, this one is made beside it."""
    made: Any = DDL
    event.listen(table, "after_create", made(MAKE).execute_if(dialect="postgresql"))
