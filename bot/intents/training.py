"""Trains the model for wordings that no declared sentence fits, from the declared sentences.

Every sentence is spoken many times over with its choices drawn, words dropped, swapped and
misspelled and courtesies added. Things found in a text (an article, a date, a paper) stand as
marks, so the model knows no company and needs no retraining for one. The seed is fixed: the same
sentences give the same model.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from bot.intents import INTENTS
from bot.intents.intent import Intent
from bot.intents.sayings import Element, elements
from bot.intents.tokens import stems

MODEL = Path(__file__).parent / "model"
SEED = 20261118
SPOKEN = 300  # utterances an intent
EPOCHS = 12
NOBODY = "nothing"  # the label of what is no request
_COURTESIES = tuple(
    stems(words)
    for words in (
        "please",
        "hi",
        "hello",
        "can you",
        "could you please",
        "thanks",
        "asap",
        "hey",
        "for the customer",
        "as discussed",
        "quickly",
        "today",
        "again",
        "if possible",
        "we",
        "i",
    )
)
_BYSTANDERS = ("{customer}", "{date}", "{item}", "{document}", "{order}", "{quote}", "{lines}")
_CHATTER = (
    "see you tomorrow",
    "the weather is nice",
    "i am out of office",
    "we met at the fair",
    "my laptop is broken",
    "what a day",
    "who won the game",
    "have a nice weekend",
    "lunch at noon",
    "book a flight",
    "write a post",
    "tell me a joke",
    "how is the family",
    "nice to meet you",
    "our team is hiring",
    "the meeting was moved",
    "the train is late",
    "happy birthday",
    "recommend a restaurant",
    "i will think about it",
    "no idea",
    "we may need some in spring",
    "let us talk next week",
    "call me back",
    "congratulations",
    "sorry for the noise",
)


# what makes a story, a thought or a question of any request
_TOLD = tuple(
    stems(words)
    for words in (
        "if they",
        "should i",
        "should we",
        "would it be wise to",
        "nobody",
        "somebody already",
        "we almost",
        "why did they",
        "who did",
        "whoever",
        "last year we",
        "i wonder whether they",
        "it would be cheaper to",
        "before anyone",
        "after they",
        "they promised to",
        "he was going to",
        "she will",
        "how do i",
        "what happens if we",
        "let me know when you have",
        "either",
        "do not",
        "i would never",
        "our competitor",
        "they had",
        "they might",
        "i have already",
    )
)
TOLD = 60  # utterances an intent that only tell of it


def speak(intent: Intent, draw: random.Random) -> Iterator[list[str]]:
    """Utterances of one intent as words and marks, `SPOKEN` of them."""
    sentences = [elements(written) for written in (*intent.sentences, *intent.weak)]
    for _ in range(SPOKEN):
        yield _noisy(_drawn(draw.choice(sentences), draw), draw)


def examples(draw: random.Random) -> list[tuple[str, str]]:
    """Pairs of utterance and label, in a drawn order."""
    spoken = [intent for intent in INTENTS if intent.sentences]
    found = [(" ".join(words), intent.name) for intent in spoken for words in speak(intent, draw)]
    for _ in range(SPOKEN):
        found.append((" ".join(_noisy(list(stems(draw.choice(_CHATTER))), draw)), NOBODY))
    for intent in spoken:
        if not intent.reads_only:
            found += [(" ".join(told), NOBODY) for told in _told(intent, draw)]
    draw.shuffle(found)
    return found


def _told(intent: Intent, draw: random.Random) -> Iterator[list[str]]:
    """Stories, thoughts and questions in the words of an intent, `TOLD` of them."""
    sentences = [elements(written) for written in intent.sentences]
    for _ in range(TOLD):
        words = _noisy(_drawn(draw.choice(sentences), draw), draw)
        yield [*draw.choice(_TOLD), *words]


def _drawn(sentence: Sequence[Element], draw: random.Random) -> list[str]:
    words: list[str] = []
    for element in sentence:
        if not element.optional or draw.random() < 0.5:
            words += draw.choice(element.ways)
    return words


def _noisy(words: list[str], draw: random.Random) -> list[str]:
    if len(words) > 2 and draw.random() < 0.25:
        words.pop(draw.randrange(len(words)))
    if len(words) > 1 and draw.random() < 0.1:
        at = draw.randrange(len(words) - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
    for extra in (_COURTESIES, tuple((mark,) for mark in _BYSTANDERS)):
        if draw.random() < 0.4:
            at = draw.choice((0, len(words)))
            words[at:at] = draw.choice(extra)
    return [_misspelled(word, draw) for word in words]


def _misspelled(word: str, draw: random.Random) -> str:
    if word[0] == "{" or len(word) < 5 or draw.random() > 0.04:
        return word
    at = draw.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def train(target: Path = MODEL) -> None:
    """Train and write the model. Takes about half a minute of one core."""
    import spacy
    from spacy import util
    from spacy.training import Example

    cast(Any, util).fix_random_seed(SEED)
    draw = random.Random(SEED)  # noqa: S311 - drawn words are no secret
    pairs = examples(draw)
    labels = sorted({label for _, label in pairs})
    nlp = spacy.blank("en")
    model = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": True,
        "ngram_size": 2,
        "no_output_layer": False,
        "length": 8192,
    }
    textcat: Any = nlp.add_pipe("textcat", config={"model": model})
    for label in labels:
        textcat.add_label(label)
    docs = [(spoken_doc(nlp, text), label) for text, label in pairs]
    learned = [
        Example.from_dict(doc, {"cats": {name: float(name == label) for name in labels}})
        for doc, label in docs
    ]
    nlp.initialize(lambda: learned[:200])
    for _ in range(EPOCHS):
        draw.shuffle(learned)
        for at in range(0, len(learned), 32):
            nlp.update(learned[at : at + 32], drop=0.2)
    nlp.to_disk(target)


def spoken_doc(nlp: Any, text: str) -> Any:
    """A text of words and marks as spaCy's document, split at blanks alone."""
    from spacy.tokens import Doc

    return Doc(nlp.vocab, words=text.split() or ["-"])
