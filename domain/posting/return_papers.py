"""Papers of returns before anything is posted: the confirmation, and the draft of a credit memo."""

from collections.abc import Sequence
from dataclasses import replace

from domain.papers import PaperFacts, PaperLine
from domain.posting.credit_figures import credit_totals
from domain.posting.crediting import Memo, memo_lines, memo_paper
from domain.posting.goods_back import without_amounts
from domain.posting.posted_bills import Bill, credited_so_far, credited_vat
from domain.posting.return_orders import ReturnLine
from domain.work import Work


def confirmation(work: Work, lines: Sequence[ReturnLine], paper: PaperFacts) -> PaperFacts:
    """What the customer may send back."""
    shown = [
        PaperLine(
            position=position,
            item_no=line.item_no,
            description=line.description,
            quantity=line.quantity,
            unit=line.unit,
            base_quantity=line.quantity * line.qty_per_unit,
        )
        for position, line in enumerate(lines, start=1)
    ]
    return replace(
        without_amounts(paper),
        kind="return-confirmation",
        issued=work.today,
        lines=tuple(shown),
        corrects_no=paper.number if lines[0].invoice_no else "",
        corrects_date=paper.issued if lines[0].invoice_no else None,
        reason=lines[0].reason,
    )


def draft_paper(work: Work, bill: Bill, lines: Sequence[ReturnLine]) -> PaperFacts:
    """What the credit memo would say if it were posted today."""
    memo = Memo(
        source_no=bill.number,
        on=work.today,
        quantities={line.invoice_line_no: line.quantity for line in lines},
        reasons={line.invoice_line_no: line.reason for line in lines},
    )
    totals = credit_totals(
        bill,
        memo.quantities,
        credited=credited_so_far(work, bill),
        credited_vat=credited_vat(work, bill),
    )
    shown = memo_lines(bill, memo, cards={}, costs={})
    facts = memo_paper(work, bill, memo, lines=shown, totals=totals)
    return replace(facts, kind="draft-credit-memo")
