"""The matrix finds what comparing with every row finds, and tells hubs from near neighbours."""

import threading
from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="search by meaning is not installed")

from bot.meaning import hubness  # noqa: E402
from bot.meaning.matrix import HUBNESS, Matrix  # noqa: E402
from bot.meaning.vectors import Vector, pack, unpack  # noqa: E402

D = 16


def vectors(count: int, seed: int = 1) -> list[Vector]:
    """Vectors that crowd in one direction, as those of sentences do."""
    some = np.random.default_rng(seed).standard_normal((count, D)).astype(np.float32) + 1
    return [unpack(pack(each)) for each in some]


def matrix_of(rows: list[Vector]) -> Matrix:
    matrix = Matrix(D)
    for row, vector in enumerate(rows):
        matrix.put(row, pack(vector))
    return matrix


def by_comparing(rows: dict[int, Vector], asked: Vector, at_most: int, off: float) -> list[int]:
    """Every row compared with every other, without a shortcut."""
    scores = {}
    for row, vector in rows.items():
        others = sorted((float(vector @ each) for other, each in rows.items() if other != row))
        nearest = others[-hubness.NEAREST :]
        scores[row] = float(asked @ vector) - off * sum(nearest) / max(1, len(nearest))
    return sorted(scores, key=lambda row: (-scores[row], row))[:at_most]


def found(matrix: Matrix, asked: Vector, at_most: int, off: float = HUBNESS) -> list[int]:
    return [each.row for each in matrix.nearest(asked, None, at_most, off)]


@pytest.mark.parametrize("off", [0.0, HUBNESS])
@pytest.mark.parametrize("count", [1, 2, 9, 11, 12, 300])
def test_the_nearest_rows_are_those_that_comparing_with_every_row_gives(
    count: int, off: float
) -> None:
    rows = vectors(count)
    matrix = matrix_of(rows)
    for asked in vectors(5, seed=2):
        assert found(matrix, asked, 7, off) == by_comparing(dict(enumerate(rows)), asked, 7, off)


def test_the_score_is_the_cosine_less_a_quarter_of_the_hubness() -> None:
    near, far = np.eye(2, dtype=np.float32)
    matrix = Matrix(2)
    matrix.put(0, pack(near))
    matrix.put(1, pack((near + far) / np.float32(2**0.5)))
    scores = {each.row: each.cosine for each in matrix.nearest(near, None, 2)}
    assert scores == pytest.approx({0: 1, 1: 0.7071}, abs=1e-3)
    scores = {each.row: each.score for each in matrix.nearest(near, None, 2)}
    assert scores == pytest.approx({0: 1 - 0.25 * 0.7071, 1: 0.75 * 0.7071}, abs=1e-3)


def test_a_hub_stands_behind_a_row_that_is_as_near() -> None:
    asked = np.array([1, 0, 0], dtype=np.float32)
    matrix = Matrix(3)
    matrix.put(0, pack(np.array([1, 0.5, 0], dtype=np.float32)))
    matrix.put(1, pack(np.array([1, 0, 0.5], dtype=np.float32)))
    for row in range(2, 14):  # a crowd about the first
        matrix.put(row, pack(np.array([0.2, 1, 0.01 * row], dtype=np.float32)))
    assert found(matrix, asked, 2, 0) == [0, 1]
    assert found(matrix, asked, 2) == [1, 0]


def test_filling_and_measuring_gives_what_putting_one_by_one_gives() -> None:
    rows = vectors(400)
    filled = Matrix(D)
    filled.fill((row, pack(vector)) for row, vector in enumerate(rows))
    asked = vectors(1, seed=3)[0]
    assert not filled.measured
    assert filled.nearest(asked, None, 50) == filled.nearest(asked, None, 50, 0)
    filled.measure()
    assert filled.measured
    one_by_one = matrix_of(rows)
    for one, other in zip(
        filled.nearest(asked, None, 50), one_by_one.nearest(asked, None, 50), strict=True
    ):
        assert one == pytest.approx(other, abs=1e-5)


def test_until_the_last_row_is_measured_all_are_ranked_by_plain_cosines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matrix, asked = Matrix(D), vectors(1, seed=3)[0]
    matrix.fill((row, pack(vector)) for row, vector in enumerate(vectors(300)))
    plain = matrix.nearest(asked, None, 300, 0)
    seen = []

    def watched(*rows: Any) -> Vector:
        seen.append(matrix.nearest(asked, None, 300))
        return hubness.closest_of(*rows)

    monkeypatch.setattr("bot.meaning.matrix.closest_of", watched)
    matrix.measure()
    assert seen == [plain] * 3
    assert matrix.nearest(asked, None, 300) != plain


def test_only_allowed_rows_are_found() -> None:
    rows = vectors(300)
    matrix, asked = matrix_of(rows), vectors(1, seed=2)[0]
    for allowed in (np.arange(300) % 2 == 0, np.arange(300) % 50 == 3):
        expected = [row for row in found(matrix, asked, 300) if allowed[row]]
        assert [each.row for each in matrix.nearest(asked, allowed, 300)] == expected
    assert matrix.nearest(asked, np.zeros(300, dtype=np.bool_), 5) == []


def test_a_mask_of_another_length_allows_what_both_know() -> None:
    matrix, asked = matrix_of(vectors(20)), vectors(1, seed=2)[0]
    short, long = np.ones(10, dtype=np.bool_), np.ones(9000, dtype=np.bool_)
    assert sorted(each.row for each in matrix.nearest(asked, short, 50)) == list(range(10))
    assert sorted(each.row for each in matrix.nearest(asked, long, 50)) == list(range(20))


def test_an_empty_matrix_finds_nothing() -> None:
    asked = vectors(1)[0]
    assert Matrix(D).nearest(asked, None, 10) == []
    assert matrix_of(vectors(3)).nearest(asked, None, 0) == []


def test_rows_are_replaced_and_removed_in_place() -> None:
    first, second, third, asked = vectors(4, seed=5)
    matrix = matrix_of([first, second, third])
    matrix.put(1, pack(asked))
    assert len(matrix) == 3
    assert found(matrix, asked, 1, 0) == [1]
    matrix.remove(1)
    matrix.remove(1)
    matrix.remove(5000)
    assert len(matrix) == 2
    assert 1 not in matrix
    assert -1 not in matrix
    assert sorted(found(matrix, asked, 3)) == [0, 2]
    matrix.put(1, pack(second))
    assert sorted(found(matrix, asked, 3)) == [0, 1, 2]


def test_row_numbers_may_have_gaps() -> None:
    matrix, asked = Matrix(D), vectors(1)[0]
    for row, vector in zip((5, 70_000, 900), vectors(3, seed=2), strict=True):
        matrix.put(row, pack(vector))
    assert sorted(found(matrix, asked, 10)) == [5, 900, 70_000]


def test_equally_near_rows_come_in_their_order() -> None:
    vector = vectors(1)[0]
    matrix = matrix_of([vector] * 40)
    assert found(matrix, vector, 5, 0) == [0, 1, 2, 3, 4]
    twice = matrix_of(vectors(100) * 2)
    near = found(twice, vectors(1, seed=2)[0], 20, 0)
    assert near[1::2] == [row + 100 for row in near[::2]]


def test_in_a_large_store_rows_are_measured_against_a_sample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hubness, "MOST_COMPARED", 150)
    rows, asked = vectors(600), vectors(1, seed=2)[0]
    filled = Matrix(D)
    filled.fill((row, pack(vector)) for row, vector in enumerate(rows))
    filled.measure()
    exact = by_comparing(dict(enumerate(rows)), asked, 20, HUBNESS)
    for matrix in (filled, matrix_of(rows)):
        assert len(matrix._hubness.compared(np.arange(600))) == 150
        near = matrix.nearest(asked, None, 20)
        assert len({each.row for each in near} & set(exact)) >= 15
        for row in range(0, 600, 2):
            matrix.remove(row)
        matrix.put(601, pack(asked))
        assert found(matrix, asked, 1, 0) == [601]


def test_rows_put_while_all_are_measured_are_measured_too() -> None:
    rows, asked = vectors(3000), vectors(1, seed=2)[0]
    matrix = Matrix(D)
    matrix.fill((row, pack(vector)) for row, vector in enumerate(rows))
    measuring = threading.Thread(target=matrix.measure)
    measuring.start()
    for row, vector in enumerate(vectors(1500, seed=3)):
        matrix.put(2000 + row, pack(vector))  # a third of them replaced, the others new
        matrix.nearest(asked, None, 10)
        if row % 7 == 0:
            matrix.remove(row)
    measuring.join()
    if not matrix.measured:  # put after the last chunk, before the flag fell
        matrix.measure()
    everything = matrix.nearest(asked, None, 4000)
    assert len(everything) == 3500 - len(range(0, 1500, 7))
    assert all(0.1 < each.cosine - each.score < 0.25 for each in everything)


@pytest.mark.parametrize(
    "packed",
    [b"", b"\0" * 2 * D, b"\0" * 7, pack(vectors(1)[0])[:-2], b"\x00\x7e" * D, b"\x00\x7c" * D],
)
def test_bytes_that_are_no_vector_are_refused_and_change_nothing(packed: bytes) -> None:
    rows = vectors(3)
    matrix = matrix_of(rows)
    with pytest.raises(ValueError, match=r"vector|buffer"):
        matrix.put(1, packed)
    assert found(matrix, rows[1], 1, 0) == [1]
    assert matrix.measured


def test_a_row_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="row -1"):
        matrix_of(vectors(3)).put(-1, pack(vectors(1)[0]))


def test_a_packed_vector_has_two_bytes_a_dimension_and_keeps_its_direction() -> None:
    some = np.random.default_rng(4).standard_normal((50, 384)).astype(np.float32)
    for each in some / np.linalg.norm(some, axis=1, keepdims=True):
        assert len(pack(each)) == 768
        assert unpack(pack(each)) @ each == pytest.approx(1, abs=1e-4)
    assert pack(np.array([1, 0], dtype=np.float32)) == b"\x00\x3c\x00\x00"
