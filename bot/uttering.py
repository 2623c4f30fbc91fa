"""A message as the reader of messages takes it: who speaks, in which role, about what so far."""

from datetime import date

from bot.intents.utterance import Utterance
from bot.memory import Memory
from bot.message import Message
from domain.people import Actor, Role

_READ_AS = {
    Role.ADMINISTRATOR: "manager",
    Role.MANAGER: "manager",
    Role.ACCOUNTANT: "accountant",
    Role.SALESPERSON: "salesperson",
    Role.WAREHOUSE: "warehouse",
}


def utterance_of(message: Message, known: Memory, *, today: date) -> Utterance:
    return Utterance(
        text=message.text,
        subject=message.subject,
        channel="mail" if message.channel == "mail" else "slack",
        today=today,
        sender_name=message.sender_name,
        sender_role=_role(message.actor),
        sender_customer=message.actor.customer_no or message.customer_no or None,
        sender_known=bool(message.actor.roles),
        sender_address=message.sender_address,
        parted=True,
        context=known.context,
        tables=message.tables,
    )


def _role(actor: Actor) -> str:
    if actor.is_contact:
        return "customer"
    # the widest role first: whoever manages may also sell; the domain decides what is allowed
    for role, read_as in _READ_AS.items():
        if role in actor.roles:
            return read_as
    return "unknown"
