"""Two customer cards that are one customer: which one goes away and which one stays."""

import re
from collections.abc import Iterator, Sequence

from bot.intents.scene import Scene
from bot.intents.tokens import fold
from bot.intents.understanding import Slot


def merge_slots(scene: Scene) -> Iterator[Slot]:
    """Which customer card goes away and which one stays."""
    said = scene.text
    numbers = [(m.span.start, m.numbers) for m in scene.clients]
    known = list(dict.fromkeys(n[0] for _, n in numbers if len(n) == 1))
    match = re.search(
        r"\b(?:merge|fold|combine|join)\b(.{0,120}?)\b(?:into|in to|with|to|onto)\b(.*)",
        said,
        re.I | re.S,
    )
    source, target = (known[0], known[1]) if len(known) > 1 else (None, None)
    if match:
        target = _side(scene, match.start(2), end=len(said), numbers=numbers, known=known) or target
        left = [no for no in known if no != target]
        source = _side(
            scene, match.start(1), end=match.end(1), numbers=numbers, known=left
        ) or next(iter(left), None)
    elif re.search(r"\bkeep\b", said, re.I):
        kept = _side(scene, said.lower().find("keep"), end=len(said), numbers=numbers, known=known)
        source, target = next((no for no in known if no != kept), None), kept
    if source:
        yield Slot(name="merge_from", value=source, rule="merge")
    if target and target != source:
        yield Slot(name="merge_into", value=target, rule="merge")


def _side(
    scene: Scene,
    start: int,
    *,
    end: int,
    numbers: Sequence[tuple[int, tuple[str, ...]]],
    known: Sequence[str],
) -> str | None:
    """The customer named in a stretch, by its name or by one word that tells it apart."""
    for at, owners in numbers:
        if start <= at < end:
            mine = [no for no in owners if no in known]
            if len(mine) == 1:
                return mine[0]
    words = set(re.findall(r"\w+", fold(scene.text[start:end])))
    named = {m.no: fold(scene.text[m.span.start : m.span.end]) for m in scene.clients}
    hits = {no for no in known if words & set(re.findall(r"\w+", named.get(no, "")))}
    return hits.pop() if len(hits) == 1 else None
