"""Bank statements that somebody hands over: each becomes one command, whatever words came along."""

from dataclasses import replace

from bot import wording
from bot.handlers.registry import answer
from bot.intents.understanding import Understanding
from bot.memory import Memory
from bot.message import Message
from bot.reply import Reply
from domain.errors import Refusal
from domain.receivables.bank_statements import ImportStatement
from domain.work import Work
from mail.attachments.bank import BankFile


def read(
    _understanding: Understanding, message: Message, known: Memory, work: Work
) -> tuple[Reply, Memory]:
    """Import every statement of a message; a refusal of one says why, the others stay."""
    replies = [_imported(file, message, work) for file in message.statements]
    return wording.together(replies), known


def _imported(file: BankFile, message: Message, work: Work) -> Reply:
    currency = file.currency or work.setup.currency
    lines = tuple(replace(line, currency=line.currency or currency) for line in file.lines)
    command = ImportStatement(account=file.account, currency=currency, lines=lines)
    savepoint = work.session.begin_nested()
    try:
        reply = answer(command, work)
    except Refusal as refused:
        savepoint.rollback()
        return wording.refusal(refused, message.actor)
    savepoint.commit()
    return reply
