"""Pairs of questions, what is found of them, and the weights that a regression gives to it."""

from itertools import combinations, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.alike_sets import NOISE, Half, Known
from bot.alerts.alike.fitting import fit_of, fits
from bot.alike.likeness import cosine_of, evidence, likeness

Numbers = npt.NDArray[np.float64]
POSITIVES_WEIGH = 8.0
_RIDGE = 1e-3


class Pairs(NamedTuple):
    """`same`: both are of one matter. `kin`: their matters are easily taken for each other."""

    found: Numbers
    alike: Numbers
    same: Numbers
    kin: Numbers


def pairs_of(half: Half) -> Pairs:
    """All pairs of questions but those of which nobody could tell."""
    found, alike, same, kin = [], [], [], []
    for one, other in combinations(half.known, 2):
        if not can_be_told(one, other):
            continue
        cosine = cosine_of(one.vector, other.vector)
        found.append(evidence(one.gist, other.gist, half.rarity, cosine))
        alike.append(likeness(one.gist, other.gist, half.rarity, cosine))
        same.append(one.question.matter == other.question.matter)
        kin.append(one.question.family == other.question.family)
    return Pairs(*(np.array(each, dtype=float) for each in (found, alike, same, kin)))


def pairs_with_alerts(half: Half) -> Pairs:
    """Every alert with every question but those that are too vague for it."""
    found, alike, same, kin = [], [], [], []
    for alert, known in product(half.alerts, half.known):
        question, family = known.question, alert.alert.family
        if question.vague and question.family == family and question.matter != alert.alert.matter:
            continue
        cosine = cosine_of(alert.vector, known.vector)
        found.append(fit_of(known.gist, alert.signs, half.rarity, cosine))
        alike.append(fits(known.gist, alert.signs, half.rarity, cosine))
        same.append(question.matter == alert.alert.matter)
        kin.append(question.family == family)
    return Pairs(*(np.array(each, dtype=float) for each in (found, alike, same, kin)))


def can_be_told(one: Known, other: Known) -> bool:
    """Not where one of them could be of any matter of the family, and they are of two; nor for the
    noise among itself.
    """
    related = one.question.family == other.question.family
    vague = one.question.vague or other.question.vague
    noise = one.question.family == NOISE
    return one.question.matter == other.question.matter or not (related and (vague or noise))


def fit(found: Numbers, same: Numbers) -> tuple[list[float], float]:
    """The weights of a logistic regression, and its constant; columns of zeros get no weight."""
    table = np.c_[np.ones(len(found)), found]
    trust = np.where(same > 0, POSITIVES_WEIGH, 1.0)
    trust /= trust.sum()
    weights = np.zeros(table.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (trust * (chance - same)) + _RIDGE * np.r_[0, weights[1:]]
        bend = (table * (trust * chance * (1 - chance))[:, None]).T @ table
        weights -= np.linalg.solve(bend + _RIDGE * np.eye(len(weights)), slope)
    return [round(float(each), 2) for each in weights[1:]], round(float(weights[0]), 2)


class Measured(NamedTuple):
    precision: float
    recall: float
    wrong: int


def measure(alike: Numbers, same: Numbers, needed: float = 0.0) -> Measured:
    """Of what is called alike, the part that is; and of what is, the part that is found."""
    called = alike >= needed
    right = float((called * same).sum())
    wrong = int(called.sum() - right)
    return Measured(right / max(1.0, right + wrong), right / max(1.0, float(same.sum())), wrong)
