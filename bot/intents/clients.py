"""Which customer is meant: by a name in the text, by the sender's mail domain, or nobody knows.

Names that fit two customers are answered with both. A mail domain is ours to trust only when it
is spelled exactly; one that merely resembles a customer's belongs to a stranger.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.intents.tokens import Token, fold, tokenize, word_set
from bot.intents.understanding import Span
from bot.intents.world import Client

_LEGAL = word_set(
    "gmbh ag kg ohg ug se ltd limited llc llp inc incorporated corp corporation co company plc "
    "sa "
    "sarl sas srl spa sl slu bv nv as aps ab oy kk pty gbr ev bvba sprl sp zoo kft sro"
)
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
LONGEST_NAME = 6  # words
ALIKE, LEAD = 88, 8
NEARLY = 72  # alike enough to be shown in a question


@dataclass(frozen=True, kw_only=True)
class ClientMention:
    """Customers a name may mean; one when it is certain."""

    numbers: tuple[str, ...]
    span: Span
    rule: str

    @property
    def no(self) -> str | None:
        return self.numbers[0] if len(self.numbers) == 1 else None


class Clients:
    """All customers, ready to be asked."""

    def __init__(self, clients: Iterable[Client], *, common: frozenset[str]) -> None:
        self._clients: dict[str, Client] = {}
        self._keys: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._starts: dict[str, set[str]] = defaultdict(set)
        self._full: set[tuple[str, ...]] = set()
        self._begins: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._domains: dict[str, str] = {}
        self._common = common
        for client in clients:
            self._add(client)

    def _add(self, client: Client) -> None:
        self._clients[client.no] = client
        for name in (client.name, *client.aliases):
            for key in _spellings(name):
                self._keys[key].add(client.no)
                core = _core(key)
                if core:
                    self._keys[core].add(client.no)
        for key in _spellings(client.name):
            core = _core(key)
            self._full |= {key, core}
            for length in range(1, len(core)):
                self._begins[core[:length]].add(client.no)
        first = next(iter(_core(next(iter(_spellings(client.name)), ()))), "")
        if len(first) >= 4 and first not in self._common:
            self._starts[first].add(client.no)
        for domain in client.domains:
            self._domains[domain] = client.no

    def _sharing(self, key: tuple[str, ...], owners: set[str]) -> set[str]:
        """Owners of a short name, and whoever else's name begins with it."""
        if len(owners) != 1 or key in self._full:
            return owners
        return owners | self._begins.get(key, set())

    def get(self, no: str) -> Client | None:
        return self._clients.get(no)

    def words(self) -> set[str]:
        return {word for key in self._keys for word in key}

    def of_address(self, address: str) -> str | None:
        """The customer whose mail domain, spelled exactly, the address has."""
        return self._domains.get(address.rpartition("@")[2].lower())

    def of_contact(self, name: str) -> str | None:
        wanted = fold(name)
        owners = {
            c.no for c in self._clients.values() for who, _ in c.contacts if fold(who) == wanted
        }
        return owners.pop() if len(owners) == 1 else None

    def by_name(self, name: str) -> tuple[str, ...]:
        """Customers with this name or nearly this name, best first."""
        key = tuple(t.word for t in tokenize(name) if t.word.isalnum())
        exact = self._keys.get(key) or self._keys.get(_core(key)) or self._starts.get(" ".join(key))
        return tuple(sorted(exact)) if exact else self._alike(key)

    def nearly(self, name: str, *, most: int = 3) -> tuple[str, ...]:
        """Customers whose names are somewhat alike, best first; for a question only."""
        wanted = " ".join(t.word for t in tokenize(name) if t.word.isalnum())
        if len(wanted) < 3:
            return ()
        names = {" ".join(known): owners for known, owners in self._keys.items()}
        near = process.extract(
            wanted, names.keys(), scorer=fuzz.ratio, limit=6, score_cutoff=NEARLY
        )
        owners = [no for found, _, _ in near for no in sorted(names[found])]
        return tuple(dict.fromkeys((*self._contacts_of(wanted), *owners)))[:most]

    def _contacts_of(self, name: str) -> tuple[str, ...]:
        contact = self.of_contact(name)
        return (contact,) if contact else ()

    def find(
        self, tokens: Sequence[Token], taken: Sequence[Span] = ()
    ) -> tuple[ClientMention, ...]:
        """Names of customers in a text, longest first at each place."""
        words = [t for t in tokens if t.word.isalnum() or t.word == "\n"]
        found: list[ClientMention] = []
        at = 0
        while at < len(words):
            mention, after = self._at(words, at)
            if mention and not any(mention.span.overlaps(span) for span in taken):
                found.append(mention)
                at = after
            else:
                at += 1
        return tuple(found)

    def _at(self, words: list[Token], at: int) -> tuple[ClientMention | None, int]:
        first = words[at].word
        if first == "\n":
            return None, at + 1
        for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            key = tuple(token.word for token in words[at : at + length])
            owners = self._keys.get(key)
            if owners and not (length == 1 and first in self._common and words[at].text.islower()):
                shared = self._sharing(key, owners)
                return _mention(shared, words[at : at + length], rule="name"), at + length
        owners = self._starts.get(first)
        if owners:
            return _mention(owners, words[at : at + 1], rule="first-word"), at + 1
        return self._misspelled(words, at)

    def _misspelled(self, words: list[Token], at: int) -> tuple[ClientMention | None, int]:
        word = words[at].word
        if len(word) < 6 or word in self._common or not word.isalpha():
            return None, at + 1
        near = process.extract(
            word, self._starts.keys(), scorer=fuzz.ratio, limit=2, score_cutoff=ALIKE
        )
        if not near or (len(near) > 1 and near[0][1] - near[1][1] < LEAD):
            return None, at + 1
        return _mention(self._starts[near[0][0]], words[at : at + 1], rule="misspelled"), at + 1

    def _alike(self, key: tuple[str, ...]) -> tuple[str, ...]:
        names = {" ".join(known): owners for known, owners in self._keys.items()}
        near = process.extract(
            " ".join(key), names.keys(), scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=ALIKE
        )
        owners = {no for name, _, _ in near for no in names[name]}
        return tuple(sorted(owners))


def _mention(owners: set[str], tokens: Sequence[Token], *, rule: str) -> ClientMention:
    span = Span(start=tokens[0].start, end=tokens[-1].end)
    return ClientMention(numbers=tuple(sorted(owners)), span=span, rule=rule)


@lru_cache(maxsize=50_000)
def _spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways a name is written: with and without accents, umlauts and "and"."""
    written = name.lower()
    spread = re.sub("[äöüøå]", lambda m: _UMLAUTS[m[0]], written)
    keys = []
    for version in (written, spread):
        said = [token.word for token in tokenize(version)]
        words = [word for word in said if word.isalnum()]
        with_and = [
            "and" if word == "&" else word for word in said if word.isalnum() or word == "&"
        ]
        keys += [tuple(words), tuple(with_and), tuple(w for w in words if w not in {"und", "the"})]
        if len(words) > 1 and sum(map(len, words)) <= 14:
            keys.append(("".join(words[-2:]),) if words[0] == "the" else ("".join(words),))
    return tuple(key for key in dict.fromkeys(keys) if key)


def _core(key: tuple[str, ...]) -> tuple[str, ...]:
    """A name without its legal form, and without single letters it leaves behind ("B.V.")."""
    core = tuple(word for word in key if word not in _LEGAL and len(word) > 1)
    return core if core and len("".join(core)) >= 3 else ()
