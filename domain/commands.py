"""Every command with the function that obeys it: one explicit list, no scanning.

Buttons and waiting approvals store a command by its type's name; this table reads it back.
It is the top of `domain`: it may import every capability, and only `bot` imports it.
"""

from collections.abc import Callable
from typing import Any

from domain.approvals import requests
from domain.catalog import activating
from domain.codec import from_json
from domain.errors import Command, Outcome
from domain.parties import contacts, customers, updating
from domain.posting import (
    assigning,
    batch,
    copying,
    correcting,
    corrections,
    direct,
    extras,
    invoice,
    navigate,
    planning,
    posted_copies,
    prepayment,
    preview,
    rebilling,
    return_credits,
    returning,
    returns,
    ship,
    undo,
)
from domain.receivables import (
    applications,
    balances,
    bank_posting,
    bank_statements,
    charges,
    disputes,
    issuing,
    online,
    owing,
    payments,
    refunds,
    reminders,
    revaluing,
    statements,
)
from domain.sales import (
    approving,
    asking,
    changes,
    closing,
    copies,
    header_changes,
    keeping,
    orders,
    quotes,
    showing,
    typing_vat,
)
from domain.stock import availability
from domain.work import Work

Obey = Callable[[Any, Work], Outcome]

FUNCTIONS: dict[type[Command], Obey] = {
    quotes.CreateQuote: quotes.create_quote,
    quotes.SendQuote: quotes.send_quote,
    quotes.IssueQuote: quotes.issue_quote,
    quotes.AcceptQuote: quotes.accept_quote,
    quotes.DeclineQuote: quotes.decline_quote,
    quotes.RenewQuote: quotes.renew_quote,
    quotes.ExpireQuotes: quotes.expire_quotes,
    orders.CreateOrder: orders.create_order,
    orders.ConfirmOrder: orders.confirm_order,
    orders.ReopenOrder: orders.reopen_order,
    orders.CancelOrder: orders.cancel_order,
    changes.ChangeDocument: changes.change_document,
    header_changes.ChangeHeader: header_changes.change_header,
    typing_vat.TypeVat: typing_vat.type_vat,
    keeping.HoldOrder: keeping.hold_order,
    keeping.ResumeOrder: keeping.resume_order,
    keeping.DeleteDocument: keeping.delete_document,
    showing.ShowDocument: showing.show_document,
    showing.ShowDocuments: showing.show_documents,
    copies.SendDocument: copies.send_document,
    requests.ApproveRequest: requests.approve_request,
    requests.RejectRequest: requests.reject_request,
    requests.CancelRequest: requests.cancel_request,
    requests.ShowRequests: requests.show_requests,
    requests.SendForApproval: approving.send_for_approval,
    requests.UnlockDocument: approving.unlock_document,
    customers.CreateCustomer: customers.create_customer,
    customers.ShowCustomer: customers.show_customer,
    customers.BlockCustomer: customers.block_customer,
    updating.UpdateCustomer: updating.update_customer,
    updating.DeleteCustomer: updating.delete_customer,
    activating.ActivatePriceList: activating.activate_price_list,
    contacts.AdoptSender: contacts.adopt_sender,
    contacts.IgnoreSender: contacts.ignore_sender,
    availability.CheckAvailability: availability.check_availability,
    asking.AskPrice: asking.ask_price,
    ship.PostShipment: ship.post_shipment,
    invoice.PostInvoice: invoice.post_invoice,
    direct.CreateInvoice: direct.create_invoice,
    assigning.AssignCharge: assigning.assign_charge,
    copying.CopyDocument: copying.copy_document,
    preview.PreviewPosting: preview.preview_posting,
    navigate.Navigate: navigate.navigate,
    navigate.ShowPosted: navigate.show_posted,
    posted_copies.SendPosted: posted_copies.send_posted,
    batch.PostBatch: batch.post_batch,
    extras.EditPosted: extras.edit_posted,
    undo.UndoShipment: undo.undo_shipment,
    planning.PlanPosting: planning.plan_posting,
    closing.CloseShort: closing.close_short,
    invoice.ShipAndInvoice: invoice.ship_and_invoice,
    corrections.CancelInvoice: corrections.cancel_invoice,
    correcting.CorrectInvoice: correcting.correct_invoice,
    rebilling.CancelCreditMemo: rebilling.cancel_credit_memo,
    returning.CreateReturn: returning.create_return,
    returning.CorrectiveCreditMemo: returning.corrective_credit_memo,
    prepayment.SetPrepayment: prepayment.set_prepayment,
    prepayment.PostPrepayment: prepayment.post_prepayment,
    prepayment.CreditPrepayment: prepayment.credit_prepayment,
    returns.ReceiveReturn: returns.receive_return,
    return_credits.CreditReturn: return_credits.credit_return,
    return_credits.GrantAllowance: return_credits.grant_allowance,
    return_credits.ReplaceReturned: return_credits.replace_returned,
    payments.RecordPayment: payments.record_payment,
    online.TakeOnlinePayment: online.take_online_payment,
    applications.ApplyPayment: applications.apply_payment,
    applications.Unapply: applications.unapply,
    refunds.Refund: refunds.refund,
    refunds.WriteOff: refunds.write_off,
    revaluing.AdjustRates: revaluing.adjust_rates,
    balances.ShowBalance: balances.show_balance,
    balances.ShowLedger: balances.show_ledger,
    owing.ShowDebtors: owing.show_debtors,
    bank_statements.ImportStatement: bank_statements.import_statement,
    bank_statements.AcceptLine: bank_statements.accept_line,
    bank_posting.PostStatement: bank_posting.post_statement,
    statements.SendStatement: statements.send_statement,
    reminders.CreateReminders: reminders.create_reminders,
    issuing.IssueReminders: issuing.issue_reminders,
    issuing.SendReminders: issuing.send_reminders,
    charges.ChargeInterest: charges.charge_interest,
    disputes.DisputeInvoice: disputes.dispute_invoice,
    disputes.SettleDispute: disputes.settle_dispute,
}

_BY_NAME = {kind.__name__: kind for kind in FUNCTIONS}


class Commands:
    """Reads stored commands back and obeys them; see `domain.database.Obeys`."""

    def read(self, name: str, fields: dict[str, object]) -> Command:
        """Rebuild a command.

        Raises:
            KeyError: no command has this name (any more).
            pydantic.ValidationError: its fields have changed since it was stored.
        """
        return from_json(_BY_NAME[name], fields)

    def obey(self, command: Command, work: Work) -> Outcome:
        return FUNCTIONS[type(command)](command, work)
