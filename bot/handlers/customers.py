"""Customers and senders: registering, showing, blocking, and whose an unknown address is."""

from bot.handlers.handling import handles
from bot.reply import Blank, Button, Reply, Tone
from domain.parties.contacts import AdoptSender, IgnoreSender, adopt_sender, ignore_sender
from domain.parties.customers import (
    BlockCustomer,
    CreateCustomer,
    ShowCustomer,
    block_customer,
    create_customer,
    show_customer,
)
from domain.parties.updating import (
    DeleteCustomer,
    UpdateCustomer,
    delete_customer,
    update_customer,
)
from domain.parties.waiting import waiting_letter
from domain.work import Work
from templates.pages import money


@handles(CreateCustomer)
def customer_created(command: CreateCustomer, work: Work) -> Reply:
    made = create_customer(command, work)
    facts = [("Country", made.country), ("Terms", made.payment_terms), ("Currency", made.currency)]
    facts += [("E-mail", made.email)] if made.email else []
    facts += [("Contact", made.contact)] if made.contact else []
    if made.credit_limit:
        facts.append(("Credit limit", money(made.credit_limit, work.setup.currency)))
    return Reply(
        text=f"{made.name} is now customer {made.customer_no}.",
        facts=tuple(facts),
        notes=made.notices,
        customer_no=made.customer_no,
    )


@handles(ShowCustomer)
def customer_shown(command: ShowCustomer, work: Work) -> Reply:
    shown = show_customer(command, work)
    facts = [
        ("Address", ", ".join(shown.address_lines)),
        ("E-mail", shown.email),
        ("Phone", shown.phone),
        ("Contacts", ", ".join(name for name, _address in shown.contacts)),
        ("Terms", shown.payment_terms),
        ("Currency", shown.currency),
        ("VAT no.", shown.vat_no),
        ("Blocked", f"{shown.blocked} {shown.blocked_reason}".strip()),
    ]
    return Reply(
        text=f"{shown.name} ({shown.customer_no})",
        facts=tuple(fact for fact in facts if fact[1]),
        customer_no=shown.customer_no,
    )


@handles(UpdateCustomer)
def customer_updated(command: UpdateCustomer, work: Work) -> Reply:
    updated = update_customer(command, work)
    text = f"{updated.name} ({updated.customer_no}) is changed."
    if not updated.changes:
        text = f"Nothing to change on {updated.name}."
    return Reply(text=text, notes=updated.changes, customer_no=updated.customer_no)


@handles(DeleteCustomer)
def customer_deleted(command: DeleteCustomer, work: Work) -> Reply:
    deleted = delete_customer(command, work)
    return Reply(text=f"{deleted.name} ({deleted.customer_no}) is deleted.")


@handles(BlockCustomer)
def customer_block_set(command: BlockCustomer, work: Work) -> Reply:
    blocked = block_customer(command, work)
    state = f"is blocked: {blocked.kind}" if blocked.kind else "is not blocked any more"
    return Reply(text=f"{blocked.name} {state}.", customer_no=blocked.customer_no)


@handles(AdoptSender)
def sender_adopted(command: AdoptSender, work: Work) -> Reply:
    adopted = adopt_sender(command, work)
    work.notify(work.actor.id, "quarantine-decided", adopted.address)
    count = len(adopted.letter_ids)
    read = (
        f" I read {'the letter' if count == 1 else f'the {count} letters'} that waited."
        if count
        else ""
    )
    return Reply(
        text=f"{adopted.address} now writes for {adopted.customer_name}.{read}",
        customer_no=adopted.customer_no,
    )


@handles(IgnoreSender)
def sender_ignored(command: IgnoreSender, work: Work) -> Reply:
    ignored = ignore_sender(command, work)
    work.notify(work.actor.id, "quarantine-decided", ignored.address)
    return Reply(text=f"I put letters of {ignored.address} aside, unanswered.")


def quarantine_card(work: Work, quarantine_no: str) -> Reply | None:
    """The card that asks one of our people whose an unknown address is; None once decided."""
    letter = waiting_letter(work.session, int(quarantine_no))
    if letter is None or letter.state != "waiting":
        return None
    buttons = [
        Button(
            label=f"From {name}"[:70],
            command=AdoptSender(address=letter.address, customer_no=number, name=letter.name),
        )
        for number, name in letter.near
    ]
    other = AdoptSender(address=letter.address, customer_no="", name=letter.name)
    buttons += [
        Button(
            label="Another customer…",
            command=other,
            blank=Blank(field="customer_no", label="Customer number"),
        ),
        Button(label="Ignore", command=IgnoreSender(address=letter.address), tone=Tone.DANGER),
    ]
    return Reply(
        text="A letter came from somebody I do not know. Nothing was done with it.",
        facts=(
            ("Address", letter.address),
            ("Name given", letter.name),
            ("Subject", letter.subject),
            ("Begins", letter.excerpt),
        ),
        buttons=tuple(buttons),
    )
