"""Numbers as people write them: 1.249,50 and 1,249.50, "two dozen", "twenty-five"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bot.intents.tokens import Token

_FOREIGN = {
    "ein": 1,
    "eine": 1,
    "einen": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "funf": 5,
    "fuenf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
    "zehn": 10,
    "zwolf": 12,
    "zwanzig": 20,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "dix": 10,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "diez": 10,
    "due": 2,
    "tre": 3,
}
_ONES = {
    "ein": 1,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "funf": 5,
    "sechs": 6,
    "sieben": 7,
    "acht": 8,
    "neun": 9,
}
_TENS = {
    "zwanzig": 20,
    "dreissig": 30,
    "vierzig": 40,
    "funfzig": 50,
    "sechzig": 60,
    "siebzig": 70,
    "achtzig": 80,
    "neunzig": 90,
}
_FOREIGN |= _TENS | {
    "elf": 11,
    "dreizehn": 13,
    "vierzehn": 14,
    "funfzehn": 15,
    "sechzehn": 16,
    "siebzehn": 17,
    "achtzehn": 18,
    "neunzehn": 19,
    "hundert": 100,
    "fuenfzehn": 15,
}
_FOREIGN |= {
    f"{one}und{ten}": ones + tens for one, ones in _ONES.items() for ten, tens in _TENS.items()
}
SMALL = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
GROUPS = {"dozen": 12, "doz": 12, "dz": 12, "dutzend": 12, "gross": 144, "score": 20, "couple": 2}
_PLAIN = re.compile(r"\d{1,15}(?:[.,]\d{1,12}){0,4}\Z")
_HALF = "1⁄2"  # how "½" is folded


@dataclass(frozen=True, slots=True)
class Counted:
    """A number found at a place: its value and the index of the token after it."""

    value: Decimal
    after: int
    spelled: bool = False


def parse_number(text: str, *, comma_decimal: bool = True) -> Decimal | None:
    """Read digits with either decimal sign.

    Three digits after a lone comma, or a lone point after which three digits stand, are
    thousands ("2,000"; "1.000" too, but not "0.125"). None when it is no number.
    """
    if not _PLAIN.match(text):
        return None
    if "," in text and "." in text:
        decimal_sign = max(",", ".", key=text.rfind)
        text = text.replace("." if decimal_sign == "," else ",", "").replace(decimal_sign, ".")
    else:
        for sign in ",.":
            head, _, tail = text.rpartition(sign)
            if head and len(tail) == 3 and head != "0" and (sign == "," or comma_decimal):
                text = text.replace(sign, "")
            elif head:
                text = text.replace(sign, ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def number_at(tokens: Sequence[Token], at: int) -> Counted | None:
    """The number that starts at token `at`, with dozens and spelled words turned to digits."""
    counted = _whole_at(tokens, at)
    return counted and _and_a_half(tokens, counted)


def _and_a_half(tokens: Sequence[Token], counted: Counted) -> Counted:
    """ "2½" and "two and a half"."""
    if _word(tokens, counted.after) == _HALF and tokens[counted.after].glued:
        return Counted(counted.value + Decimal("0.5"), counted.after + 1, spelled=True)
    behind = [_word(tokens, counted.after + ahead) for ahead in range(3)]
    if behind == ["and", "a", "half"]:
        return Counted(counted.value + Decimal("0.5"), counted.after + 3, spelled=True)
    return counted


def _whole_at(tokens: Sequence[Token], at: int) -> Counted | None:
    token = tokens[at]
    if token.is_number:
        value = parse_number(token.text)
        return None if value is None else _grouped(tokens, Counted(value, at + 1))
    if token.word == _HALF:
        return Counted(Decimal("0.5"), at + 1, spelled=True)
    if token.word == "half" and _word(tokens, at + 1) == "a" and _word(tokens, at + 2) in GROUPS:
        return Counted(Decimal(GROUPS[_word(tokens, at + 2)]) / 2, at + 3, spelled=True)
    if token.word == "half" and _word(tokens, at + 1) in {"a", "an"}:
        return Counted(Decimal("0.5"), at + 2, spelled=True)
    if token.word in {"a", "an", "another"}:
        following = _word(tokens, at + 1)
        if following in GROUPS:
            return Counted(Decimal(GROUPS[following]), at + 2, spelled=True)
        if following in {"hundred", "thousand"}:
            return _spelled(tokens, at + 1)
        return None
    if token.word == "pair" and _word(tokens, at + 1) == "of":
        return None
    if token.word in SMALL or token.word in _FOREIGN or token.word in {"hundred", "thousand"}:
        counted = _spelled(tokens, at)
        return counted and _grouped(tokens, counted)
    return None


def _grouped(tokens: Sequence[Token], counted: Counted) -> Counted:
    group = GROUPS.get(_word(tokens, counted.after).rstrip("s"))
    if group is None or _word(tokens, counted.after) in {"gross", "score"}:
        group = GROUPS.get(_word(tokens, counted.after))
    if group is None:
        return counted
    return Counted(counted.value * group, counted.after + 1, spelled=True)


def _spelled(tokens: Sequence[Token], at: int) -> Counted | None:
    total, current, seen = 0, 0, False
    while at < len(tokens):
        word = tokens[at].word
        value = SMALL.get(word, _FOREIGN.get(word))
        if value is not None:
            if seen and current % 100 and not (current % 100 >= 20 and value < 10):
                if current <= 20 and value >= 20:  # "ten eighty" is 1080
                    current = current * 100 + value
                    at += 1
                break
            current += value
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word == "thousand":
            total, current = total + max(current, 1) * 1000, 0
        elif not (seen and _goes_on(tokens, at, current=current)):
            break
        seen = True
        at += 1
    return Counted(Decimal(total + current), at, spelled=True) if seen else None


def _goes_on(tokens: Sequence[Token], at: int, *, current: int) -> bool:
    """Does a number go on behind "and" or a hyphen: "a hundred and twenty", "twenty-five"?"""
    following = _word(tokens, at + 1)
    if tokens[at].word == "and":
        return bool(current) and not current % 100 and following in SMALL
    return tokens[at].word == "-" and tokens[at].glued and following in SMALL


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if at < len(tokens) else ""
