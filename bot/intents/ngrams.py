"""Finding names that share letter groups with a wording, among a hundred thousand in milliseconds.

TF-IDF over groups of 2 to 4 letters within words, as a sparse matrix. Names that came in after
the matrix was built stand in a short list beside it until the next build.
"""

from collections import Counter, defaultdict
from math import log, sqrt

import numpy as np
from scipy.sparse import csr_matrix

from bot.intents.tokens import fold, stems

SIZES = (2, 3, 4)
RECENT_AT_MOST = 2_000


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
        self._waiting: list[tuple[str, Counter[str]]] = []
        self._recent: list[tuple[str, Counter[str]]] = []
        self._keys: list[str] = []
        self._columns: dict[str, int] = {}
        self._weights: np.ndarray = np.zeros(0)
        self._matrix: csr_matrix | None = None
        self._gone: set[str] = set()

    def add(self, key: str, names: tuple[str, ...]) -> None:
        """Before `build` for the matrix; afterwards into the short list of newcomers."""
        target = self._waiting if self._matrix is None else self._recent
        target += [(key, groups(name)) for name in names]

    def remove(self, key: str) -> None:
        self._gone.add(key)
        self._recent = [pair for pair in self._recent if pair[0] != key]

    def build(self) -> None:
        rows, self._waiting = self._waiting, []
        spread: defaultdict[str, int] = defaultdict(int)
        for _, counted in rows:
            for group in counted:
                spread[group] += 1
        self._columns = {group: at for at, group in enumerate(spread)}
        self._weights = np.array([1.0 + log((1 + len(rows)) / (1 + n)) for n in spread.values()])
        data, indices, starts = [], [], [0]
        for key, counted in rows:
            values = [(1 + log(n)) * self._weights[self._columns[g]] for g, n in counted.items()]
            length = sqrt(sum(value * value for value in values)) or 1.0
            data += [value / length for value in values]
            indices += [self._columns[group] for group in counted]
            starts.append(len(indices))
            self._keys.append(key)
        shape = (len(rows), max(len(self._columns), 1))
        # the transpose of a row matrix, so that a wording is one short sum of columns
        self._matrix = csr_matrix((data, indices, starts), shape=shape).T.tocsr()

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
        scores = np.zeros(len(self._keys))
        for column, count in known:
            start, end = self._matrix.indptr[column], self._matrix.indptr[column + 1]
            weight = (1 + log(count)) * self._weights[column]
            scores[self._matrix.indices[start:end]] += weight * self._matrix.data[start:end]
        order = np.argsort(-scores, kind="stable")[: most * 3]
        best = [self._keys[at] for at in order if scores[at] > 0]
        recent = {key for key, _ in self._recent}
        kept = [key for key in best if key not in self._gone or key in recent]
        return list(dict.fromkeys(kept))[:most]
