"""Databases that tests borrow one after the other: emptied in between, not made anew.

A database that a test changed in its shape, and not only in its rows, is dropped instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from tests.postgres import Line, database_url, execute

# What a test that drops, adds, grants or alters something leaves different.
_SHAPE = """
SELECT md5(concat_ws('|',
  (SELECT string_agg(concat_ws(',', oid, relname, relnatts, relchecks, relacl, relrowsecurity),
                     ';' ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
  (SELECT string_agg(concat_ws(',', oid, tgenabled), ';' ORDER BY oid) FROM pg_trigger),
  (SELECT string_agg(oid::text, ';' ORDER BY oid) FROM pg_constraint),
  (SELECT string_agg(oid::text, ';' ORDER BY oid) FROM pg_proc),
  (SELECT string_agg(oid::text, ';' ORDER BY oid) FROM pg_extension),
  (SELECT string_agg(concat_ws(',', setrole, setconfig), ';') FROM pg_db_role_setting s
     JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database()),
  (SELECT concat_ws(',', datdba, datacl) FROM pg_database WHERE datname = current_database())))
"""
# Lives that were killed, and connections that are still closing: gone before anybody else comes.
_ALONE = """
SELECT bool_and(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# A DELETE takes a millisecond where a TRUNCATE, which makes files anew, takes fifty; it leaves
# what was deleted in the files, so that a table which has grown is truncated all the same.
_EMPTY = """
DO $$ DECLARE t regclass; BEGIN
  IF current_setting('is_superuser')::bool THEN
    SET LOCAL session_replication_role = replica;  -- Neither foreign keys nor triggers.
  END IF;
  FOR t IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace
      AND relkind = 'r' AND pg_relation_size(oid) > 0
      AND relname <> 'alembic_version' LOOP  -- Which tables these are stays true.
    IF current_setting('is_superuser')::bool AND pg_total_relation_size(t) < 1000000 THEN
      EXECUTE format('DELETE FROM %s', t);
    ELSE
      EXECUTE format('TRUNCATE %s CASCADE', t);
    END IF;
  END LOOP;
  PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
END $$
"""


class Lender:
    """Lends copies of the database `template`, which keeps what it has of rows to itself."""

    def __init__(self, server_url: str, template: str) -> None:
        self.server_url, self.template = server_url, template
        self._free: list[_Copy] = []

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The URL of a database with all tables and no rows."""
        copy = self._free.pop() if self._free else _Copy(self.server_url, self.template)
        try:
            yield copy.url
        finally:
            if copy.is_clean_again():
                self._free.append(copy)
            else:
                copy.drop()

    def close(self) -> None:
        while self._free:
            self._free.pop().drop()


class _Copy:
    def __init__(self, server_url: str, template: str) -> None:
        self._server_url, self._name = server_url, f"podline_{uuid4().hex}"
        execute(server_url, f'CREATE DATABASE "{self._name}" TEMPLATE "{template}"')
        self.url = database_url(server_url, self._name)
        self._line = Line(self.url)
        self._shape = self._line.ask(_SHAPE)

    def is_clean_again(self) -> bool:
        self._line.ask(_ALONE)
        if self._line.ask(_SHAPE) != self._shape:
            return False
        self._line.ask(_EMPTY)
        return True

    def drop(self) -> None:
        self._line.close()
        execute(self._server_url, f'DROP DATABASE "{self._name}" WITH (FORCE)')
