"""Sentence vectors, and how they are kept: two bytes a dimension, the same on every machine."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Vector: TypeAlias = npt.NDArray[np.float32]
"""Of length 1: the product of two is their cosine."""

_KEPT = np.dtype("<f2")


def pack(vector: Vector) -> bytes:
    """`vector` as float16, little endian: 768 bytes for 384 dimensions, cosines within .001."""
    return vector.astype(_KEPT).tobytes()


def unpack(packed: bytes) -> Vector:
    """The vector that `pack` made `packed` of, of length 1 again.

    Raises ValueError where these bytes are no such vector: embed the text again.
    """
    vector = np.frombuffer(packed, dtype=_KEPT).astype(np.float32)
    length = float(np.linalg.norm(vector))
    if not 0 < length < np.inf:
        raise ValueError(f"{len(packed)} bytes that are no vector")
    return vector / np.float32(length)
