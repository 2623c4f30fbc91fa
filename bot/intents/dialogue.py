"""Answers to our questions: a bare value completes what is pending."""

from bot.intents.scene import Knowledge, Scene
from bot.intents.understanding import Proposal
from bot.intents.utterance import Utterance


def answer(scene: Scene, utterance: Utterance, knowledge: Knowledge) -> tuple[Proposal, ...] | None:
    """The pending proposal completed by this message, or None when it is no answer."""
    return None
