"""Finding names that share letter groups with a wording, among a hundred thousand in milliseconds.

TF-IDF over groups of 2 to 4 letters within words, as a sparse matrix. Names that came in after
the matrix was built stand in a short list beside it until the next build.
"""

from array import array
from collections import Counter
from math import log

import numpy as np
from scipy.sparse import csr_matrix

from bot.intents.tokens import fold, stems

SIZES = (2, 3, 4)
RECENT_AT_MOST = 2_000
COMMON_AT_LEAST = 2_000  # names; below that a group is never too common
ENOUGH_GROUPS = 8


def groups(text: str) -> Counter[str]:
    """Letter groups of a text, words padded with a blank on either side."""
    words = (f" {word} " for word in stems(fold(text)))
    return Counter(
        word[at : at + size]
        for word in words
        for size in SIZES
        for at in range(len(word) - size + 1)
    )


class LetterIndex:
    """Names by key. `nearest` gives the keys of the most alike names, best first."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str]] = []
        self._recent: list[tuple[str, Counter[str]]] = []
        self._keys: list[str] = []
        self._columns: dict[str, int] = {}
        self._weights: np.ndarray = np.zeros(0)
        self._matrix: csr_matrix | None = None
        self._gone: set[str] = set()

    def add(self, key: str, names: tuple[str, ...]) -> None:
        """Before `build` for the matrix; afterwards into the short list of newcomers."""
        if self._matrix is None:
            self._waiting += [(key, name) for name in names]
        else:
            self._recent += [(key, groups(name)) for name in names]

    def remove(self, key: str) -> None:
        self._gone.add(key)
        self._recent = [pair for pair in self._recent if pair[0] != key]

    def build(self) -> None:
        """One row a name. Groups are numbered as they come, so nothing is kept twice."""
        rows, self._waiting = self._waiting, []
        columns, counts, starts = array("i"), array("f"), array("q", [0])
        for key, name in rows:
            for group, count in groups(name).items():
                columns.append(self._columns.setdefault(group, len(self._columns)))
                counts.append(count)
            starts.append(len(columns))
            self._keys.append(key)
        at = np.frombuffer(columns, dtype=np.int32) if columns else np.zeros(0, dtype=np.int32)
        told = np.frombuffer(counts, dtype=np.float32) if counts else np.zeros(0, dtype=np.float32)
        spread = np.bincount(at, minlength=len(self._columns))
        self._weights = 1.0 + np.log((1 + len(rows)) / (1 + spread))
        values = (1 + np.log(told)) * self._weights[at].astype(np.float32)
        begins = np.frombuffer(starts, dtype=np.int64)
        of_row = np.repeat(np.arange(len(rows)), np.diff(begins))
        lengths = np.sqrt(np.bincount(of_row, weights=values * values, minlength=len(rows)))
        values /= np.where(lengths == 0, 1.0, lengths)[of_row].astype(np.float32)
        shape = (len(rows), max(len(self._columns), 1))
        # the transpose of a row matrix, so that a wording is one short sum of columns
        self._matrix = csr_matrix((values, at, begins), shape=shape).T.tocsr()

    def nearest(self, wording: str, most: int) -> list[str]:
        """Keys of at most `most` names, most alike first; ties in the order they came in."""
        counted = groups(wording)
        found = self._in_matrix(counted, most)
        for key, other in self._recent[-RECENT_AT_MOST:]:
            shared = sum(min(count, other[group]) for group, count in counted.items())
            if shared * 3 >= sum(counted.values()):
                found.insert(0, key)
        return list(dict.fromkeys(found))

    def _in_matrix(self, counted: Counter[str], most: int) -> list[str]:
        known = [(self._columns[g], n) for g, n in counted.items() if g in self._columns]
        if self._matrix is None or not known or not self._keys:
            return []
        scores = np.zeros(len(self._keys), dtype=np.float32)
        for column, count in self._telling(known):
            start, end = self._matrix.indptr[column], self._matrix.indptr[column + 1]
            weight = np.float32((1 + log(count)) * self._weights[column])
            scores[self._matrix.indices[start:end]] += weight * self._matrix.data[start:end]
        best = [self._keys[at] for at in _highest(scores, most * 3)]
        recent = {key for key, _ in self._recent}
        kept = [key for key in best if key not in self._gone or key in recent]
        return list(dict.fromkeys(kept))[:most]

    def _telling(self, known: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The groups to sum up, rarest first. What stands in every tenth name says little and
        costs most, so a wording of other groups does without it."""
        known.sort(key=lambda pair: (-self._weights[pair[0]], pair[0]))
        often = max(COMMON_AT_LEAST, len(self._keys) // 10)
        reach = self._matrix.indptr if self._matrix is not None else np.zeros(0)
        rare = [pair for pair in known if reach[pair[0] + 1] - reach[pair[0]] <= often]
        return rare if len(rare) >= ENOUGH_GROUPS else known[: max(ENOUGH_GROUPS, len(rare))]


def _highest(scores: np.ndarray, most: int) -> list[int]:
    """Where the highest scores above nothing stand, best first; ties in the order they came in."""
    if len(scores) > most:
        least = np.partition(scores, len(scores) - most)[len(scores) - most]
        places = np.flatnonzero(scores >= max(least, np.float32(1e-9)))
    else:
        places = np.flatnonzero(scores > 0)
    order = np.lexsort((places, -scores[places]))[:most]
    return [int(at) for at in places[order]]
