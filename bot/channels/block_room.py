"""The room left in one message: every text that is drawn is taken out of it."""

from bot.channels.limits import BLOCK_TEXT_CEILING
from bot.channels.mrkdwn import cut, escaped, length

_RESERVED = 300  # for the note that says what had to be left out
_BREATH = 2  # below this nothing readable fits


class Room:
    """Hands out a message's characters and remembers whether any text had to be cut."""

    def __init__(self, characters: int = BLOCK_TEXT_CEILING) -> None:
        self.left = characters - _RESERVED
        self.shortened = False

    def mrkdwn(self, text: str, most: int) -> str:
        """Take text for mrkdwn, escaped, at most `most` long; empty when nothing fits."""
        return self._take(escaped(text, self._allowed(most)), len(text))

    def literal(self, text: str, most: int) -> str:
        """Take text for a place that shows it literally (plain_text, raw_text)."""
        return self._take(cut(text, self._allowed(most)), len(text))

    def label(self, text: str, most: int) -> str:
        """Take text for a button, where being cut is no loss worth a note."""
        fitted = cut(text, self._allowed(most))
        self.left -= length(fitted)
        return fitted

    def spend(self, characters: int) -> bool:
        """Take room for text that is not cut; False, and nothing taken, when it does not fit."""
        if characters > self.left:
            self.shortened = True
            return False
        self.left -= characters
        return True

    def _allowed(self, most: int) -> int:
        allowed = min(most, self.left)
        return allowed if allowed >= _BREATH else 0

    def _take(self, fitted: str, wanted: int) -> str:
        self.left -= length(fitted)
        self.shortened = self.shortened or fitted.endswith("…") or (wanted > 0 and not fitted)
        return fitted
