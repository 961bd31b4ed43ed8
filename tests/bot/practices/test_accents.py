"""Accents, typed or not, make no difference: stems are folded before either database has them."""

import asyncio

import pytest
from sqlalchemy import text as sql

from bot.practices.finding import Finder
from storage.database import Database
from tests.engines import on_postgresql
from tests.searching import a_pod, a_practice, reach_of
from tests.waiting import PATIENCE


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Se quedó sin señal en el túnel", "senal tunel"),
        ("Se quedo sin senal en el tunel", "señal túnel"),
        ("Cancelación de la línea", "cancelacion linea"),
        ("Pingüino: el plan de niños", "pinguino ninos"),
        ("The café's naïve résumé", "cafe naive resume"),
        ("ＦＵＬＬ width señal", "full senal"),
    ],
)
async def test_missing_accents_find(database: Database, said: str, asked: str) -> None:
    pod = await a_pod(database, "detroit")
    practice = await a_practice(database, pod, said, language="es")
    await a_practice(database, pod, "Something else")
    finder = Finder(database, None)
    await finder.start()
    await asyncio.wait_for(finder.settled(), PATIENCE)
    found = await finder.find(asked, reach_of(pod))
    await finder.stop()
    assert [each.practice_id for each in found] == [practice.id]


@on_postgresql
async def test_postgresql_needs_no_unaccent_for_that(database: Database) -> None:
    async with database.read() as session:
        there = await session.scalars(sql("SELECT extname FROM pg_extension ORDER BY 1"))
        assert "unaccent" not in set(there)
