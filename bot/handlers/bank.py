"""Bank statements: what each line was taken for, and what became of it."""

from bot.handlers.handling import handles
from bot.reply import Blank, Button, Reply, Table, Tone
from domain.receivables.bank_lines import UNRESOLVED
from domain.receivables.bank_posting import PostStatement, post_statement
from domain.receivables.bank_statements import (
    AcceptLine,
    ImportStatement,
    LineTold,
    StatementImported,
    accept_line,
    import_statement,
)
from domain.work import Work
from templates.pages import day, money

_MOST_ROWS = 40
_MOST_ASKED = 3  # lines one is asked about at once
_WHY = {"currency_mismatch": "another currency"}


@handles(ImportStatement)
def statement_imported(command: ImportStatement, work: Work) -> Reply:
    read = import_statement(command, work)
    known = f" I had {read.repeated} of them already." if read.repeated else ""
    lines = "1 new line" if len(read.lines) == 1 else f"{len(read.lines)} new lines"
    doubtful = f", {read.to_review} for you to look at" if read.to_review else ""
    return Reply(
        text=f"I have read the bank statement: {lines}{doubtful}.{known} Nothing is posted yet.",
        lines=_table(read.lines),
        notes=_unsettled(read.lines),
        buttons=_buttons(read),
    )


@handles(AcceptLine)
def line_accepted(command: AcceptLine, work: Work) -> Reply:
    accepted = accept_line(command, work).line
    post = PostStatement(account=accepted.account, accept=True)
    return Reply(
        text=f"Line {accepted.line_id} is settled: {_taken_for(accepted)}.",
        buttons=(Button(label="Accept all and post", command=post, tone=Tone.PRIMARY),),
    )


@handles(PostStatement)
def statement_posted(command: PostStatement, work: Work) -> Reply:
    posted = post_statement(command, work)
    rows = tuple(
        (
            one.number,
            one.customer_name or "–",
            ", ".join(one.document_nos) or "–",
            money(one.amount, one.currency),
            money(one.on_account, one.currency) if one.on_account else "–",
        )
        for one in posted.lines[:_MOST_ROWS]
    )
    count = len(posted.lines)
    return Reply(
        text=f"The bank statement is posted: {count} {'line' if count == 1 else 'lines'}.",
        lines=Table(
            head=("Number", "Customer", "For", "Amount", "On account"), rows=rows, numeric=(3, 4)
        ),
    )


def _table(lines: tuple[LineTold, ...]) -> Table:
    rows = tuple(
        (
            str(one.line_id),
            day(one.on),
            one.party_name or one.text[:40] or "–",
            money(one.amount, one.currency),
            _taken_for(one),
            "sure" if not one.review else "please check" if one.state != UNRESOLVED else "open",
        )
        for one in lines[:_MOST_ROWS]
    )
    head = ("Line", "Date", "Who", "Amount", "Taken for", "How sure")
    return Table(head=head, rows=rows, numeric=(3,))


def _taken_for(line: LineTold) -> str:
    if line.gl_account:
        return f"account {line.gl_account}"
    if not line.customer_no:
        return _WHY.get(line.why, "nothing")
    return f"{line.customer_no}: {', '.join(line.document_nos) or 'on account'}"


def _unsettled(lines: tuple[LineTold, ...]) -> tuple[str, ...]:
    more = len(lines) - _MOST_ROWS
    return (f"{more} more lines are not shown.",) if more > 0 else ()


def _buttons(read: StatementImported) -> tuple[Button, ...]:
    """Post what is sure, accept what is proposed, or say whose money a line is."""
    open_lines = [one for one in read.lines if one.state == UNRESOLVED and not one.why]
    if not any(one.state == UNRESOLVED for one in read.lines):
        accept = bool(read.to_review)
        label = "Accept all and post" if accept else "Post the statement"
        post = PostStatement(account=read.account, accept=accept)
        return (Button(label=label, command=post, tone=Tone.PRIMARY),)
    return tuple(
        Button(
            label=f"Whose is line {one.line_id}?",
            command=AcceptLine(line_id=one.line_id),
            blank=Blank(field="customer_no", label="Customer number"),
        )
        for one in open_lines[:_MOST_ASKED]
    )
