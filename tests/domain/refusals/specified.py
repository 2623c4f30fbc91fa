"""The codes of the specification's section 16, and those that no refusal of ours bears, with why.

`NOT_BUILT` must shrink: whoever builds a capability takes its codes off and adds rows.
"""

_CODES = """
not_permitted not_your_request unknown_sender possible_duplicate template_required
user_not_in_setup not_found
status_not_open approval_required approval_in_progress must_be_approved_first
pending_approval_locked header_locked_by_posting not_postable posting_in_progress quote_expired
quote_not_issued order_not_confirmed order_on_hold decision_needed changed_meanwhile
blanket_closed
customer_blocked item_blocked variant_blocked customer_has_entries vendor_missing
missing_posting_setup external_document_no_required price_conflict no_exchange_rate
currency_mismatch
cannot_ship_more cannot_invoice_more invoice_more_than_shipped quantity_below_shipped
uom_imbalance qty_precision shipping_advice_complete insufficient_stock tracking_mismatch
warehouse_required zero_quantity invalid_quantity
invalid_line_amount invoice_discount_too_high negative_invoice_total invalid_date invalid_field
charge_not_assigned
drop_shipment_not_linked drop_shipment_linked associated_purchase associated_sales
sales_not_invoiced_yet order_required special_order_reserved special_order_not_received
blanket_exceeded blanket_reduced blanket_mismatch shipment_already_invoiced
invoice_exceeds_shipment
nothing_to_post nothing_to_release nothing_to_create nothing_to_combine nothing_to_pick
posting_date_not_allowed posting_period_closed inventory_period_closed no_series_exhausted
date_order_violation prepayment_unposted prepayment_unpaid prepayment_invoiced
has_shipped_not_invoiced has_prepayment
already_canceled is_corrective invoice_paid already_returned already_invoiced
line_type_not_supported prepayment_invoice return_exceeds_shipped original_required
unapply_order unresolved_lines payment_tolerance_warning payment_required refund_exceeds_open
no_workflow_enabled nothing_to_approve no_qualified_approver no_substitute only_open_requests
resolve_conflicts_first merge_with_self
no_email_address
shipment_before_workdate stock_shortage credit_limit_exceeded overdue_balance
duplicate_external_no
"""
SECTION_16 = frozenset(_CODES.split())

_PURCHASES = "drop shipment, special orders and purchases are not built (8.8, 8.9)"
_BLANKET = "blanket orders are not built (8.12)"
_COMBINING = "combining shipments is not built (8.14)"
_MERGING = "merging duplicates is not built (8.17)"

NOT_BUILT = {
    "drop_shipment_linked": _PURCHASES,
    "associated_purchase": _PURCHASES,
    "associated_sales": _PURCHASES,
    "special_order_reserved": _PURCHASES,
    "special_order_not_received": _PURCHASES,
    "vendor_missing": _PURCHASES,
    "blanket_closed": _BLANKET,
    "blanket_exceeded": _BLANKET,
    "blanket_reduced": _BLANKET,
    "blanket_mismatch": _BLANKET,
    "nothing_to_combine": _COMBINING,
    "shipment_already_invoiced": _COMBINING,
    "invoice_exceeds_shipment": _COMBINING,
    "resolve_conflicts_first": _MERGING,
    "merge_with_self": _MERGING,
    "tracking_mismatch": "lots and serial numbers are not built (3.5)",
    "nothing_to_pick": "a picking list is printed without a command of its own (8.6)",
    "original_required": "returns without a posted paper are not built (8.11)",
    "overdue_balance": "nobody is told that a buyer is overdue (8.3)",
}
NOTICES = {
    "shipment_before_workdate": "a notice of the outcome",
    "stock_shortage": "a notice of the outcome",
    "credit_limit_exceeded": "a notice of the outcome",
}
DOORS = {
    "unknown_sender": "the mail door puts strangers' letters into quarantine; no command is given",
}
OTHERWISE = {
    "approval_required": "no refusal: the command waits and says for whom",
    "posting_in_progress": "row locks let the second writer wait: he gets nothing_to_post",
    "has_shipped_not_invoiced": "deleting such an order is told by status_not_open",
    "no_workflow_enabled": "limits are always on; nothing_to_approve says when they suffice",
}
