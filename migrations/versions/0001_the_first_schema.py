"""The first schema."""

import sqlalchemy as sa
from alembic import op

from migrations import append_only, engine_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("customer_name", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("asker_no", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("net_amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount_lcy", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("locks", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_request")),
    )
    with op.batch_alter_table("approval_request", schema=None) as batch_op:
        batch_op.create_index("ix_approval_request_document", ["document_no", "id"], unique=False)
        batch_op.create_index("ix_approval_request_state", ["state", "id"], unique=False)

    op.create_table(
        "bank_statement_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("party_name", sa.String(), nullable=False),
        sa.Column("party_account", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("bank_reference", sa.String(), nullable=False),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("sum", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("review", sa.Boolean(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("document_nos", sa.JSON(), nullable=False),
        sa.Column("gl_account", sa.String(), nullable=False),
        sa.Column("posted_no", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement_line")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_bank_statement_line_fingerprint")),
    )
    with op.batch_alter_table("bank_statement_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bank_statement_line_account"), ["account"], unique=False
        )

    op.create_table(
        "cancelled_paper",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("cancelled_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_cancelled_paper")),
        sa.UniqueConstraint("cancelled_by", name=op.f("uq_cancelled_paper_cancelled_by")),
    )
    op.create_table(
        "charge_assignment",
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("target_no", sa.String(), nullable=False),
        sa.Column("target_line_no", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "document_no",
            "line_no",
            "target_no",
            "target_line_no",
            name=op.f("pk_charge_assignment"),
        ),
    )
    op.create_table(
        "company_setup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("web", sa.String(), nullable=False),
        sa.Column("register_entry", sa.String(), nullable=False),
        sa.Column("directors", sa.String(), nullable=False),
        sa.Column("vat_id", sa.String(), nullable=False),
        sa.Column("tax_no", sa.String(), nullable=False),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("bic", sa.String(), nullable=False),
        sa.Column("tagline", sa.String(), nullable=False),
        sa.Column("accent", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("quote_validity", sa.String(), nullable=False),
        sa.Column("outbound_handling", sa.String(), nullable=False),
        sa.Column("shipping_time", sa.String(), nullable=False),
        sa.Column("calc_invoice_discount", sa.Boolean(), nullable=False),
        sa.Column("invoice_rounding", sa.BigInteger(), nullable=False),
        sa.Column("ext_doc_no_mandatory", sa.Boolean(), nullable=False),
        sa.Column("archive_quotes", sa.Boolean(), nullable=False),
        sa.Column("archive_orders", sa.Boolean(), nullable=False),
        sa.Column("allow_vat_difference", sa.Boolean(), nullable=False),
        sa.Column("service_charge_item", sa.String(), nullable=False),
        sa.Column("mail_orders", sa.String(), nullable=False),
        sa.Column("max_discount_pct", sa.BigInteger(), nullable=False),
        sa.Column("credit_policy", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_setup")),
    )
    op.create_table(
        "conversation",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conversation")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conversation_document_no"), ["document_no"], unique=False
        )

    op.create_table(
        "currency",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("amount_precision", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_precision", sa.BigInteger(), nullable=False),
        sa.Column("max_vat_difference", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_currency")),
    )
    op.create_table(
        "customer_entry_state",
        sa.Column(
            "entry_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("remaining_lcy", sa.BigInteger(), nullable=False),
        sa.Column(
            "closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("on_hold", sa.String(), nullable=False),
        sa.Column("applies_to_id", sa.String(), nullable=False),
        sa.Column("last_reminder_level", sa.Integer(), nullable=False),
        sa.Column("dispute", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_customer_entry_state")),
    )
    with op.batch_alter_table("customer_entry_state", schema=None) as batch_op:
        batch_op.create_index("ix_customer_entry_state_open", ["customer_no", "open"], unique=False)

    op.create_table(
        "discount_vat",
        sa.Column(
            "vat_entry_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "detail_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("vat_entry_id", name=op.f("pk_discount_vat")),
    )
    with op.batch_alter_table("discount_vat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discount_vat_detail_id"), ["detail_id"], unique=False)

    op.create_table(
        "document_version",
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=False),
        sa.Column("archived_by", sa.String(), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("document_no", "version", name=op.f("pk_document_version")),
    )
    op.create_table(
        "employee",
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("slack_id", sa.String(), nullable=True),
        sa.Column("sales_limit", sa.BigInteger(), nullable=True),
        sa.Column("approver_no", sa.String(), nullable=True),
        sa.Column("substitute_no", sa.String(), nullable=True),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approver_no"], ["employee.no"], name=op.f("fk_employee_approver_no_employee")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_no"], ["employee.no"], name=op.f("fk_employee_substitute_no_employee")
        ),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_employee")),
        sa.UniqueConstraint("email", name=op.f("uq_employee_email")),
        sa.UniqueConstraint("slack_id", name=op.f("uq_employee_slack_id")),
    )
    op.create_table(
        "exchange_rate",
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("foreign_amount", sa.BigInteger(), nullable=False),
        sa.Column("lcy_amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("currency", "day", name=op.f("pk_exchange_rate")),
    )
    op.create_table(
        "finance_charge_terms",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("pct", sa.BigInteger(), nullable=False),
        sa.Column("period_days", sa.Integer(), nullable=False),
        sa.Column("grace", sa.String(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.Column("due_formula", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_finance_charge_terms")),
    )
    op.create_table(
        "gl_account",
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_gl_account")),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.create_index("ix_history_subject", ["subject", "id"], unique=False)

    op.create_table(
        "inbox",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("envelope", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        sa.Column("first_tried", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_done",
            ["due"],
            unique=False,
            sqlite_where=sa.text("state = 'done'"),
            postgresql_where=sa.text("state = 'done'"),
        )
        batch_op.create_index(
            "ix_inbox_due",
            ["due"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index("ix_inbox_lane", ["lane", "id"], unique=False)

    op.create_table(
        "invoice_discount",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("min_amount", sa.BigInteger(), nullable=False),
        sa.Column("pct", sa.BigInteger(), nullable=False),
        sa.Column("service_charge", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", "currency", "min_amount", name=op.f("pk_invoice_discount")),
    )
    op.create_table(
        "issued_paper",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "number", "version", name=op.f("pk_issued_paper")),
    )
    op.create_table(
        "item_category",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent"], ["item_category.code"], name=op.f("fk_item_category_parent_item_category")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_item_category")),
    )
    op.create_table(
        "item_entry_state",
        sa.Column(
            "entry_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("remaining_cost", sa.BigInteger(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("expected_left", sa.BigInteger(), nullable=False),
        sa.Column("invoiced", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_item_entry_state")),
    )
    with op.batch_alter_table("item_entry_state", schema=None) as batch_op:
        batch_op.create_index(
            "ix_item_entry_state_open",
            ["item_no"],
            unique=False,
            sqlite_where=sa.text("open IS 1"),
            postgresql_where=sa.text("open IS true"),
        )

    op.create_table(
        "ledger_seal",
        sa.Column(
            "transaction_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("pk_ledger_seal")),
    )
    op.create_table(
        "ledger_transaction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_no", sa.String(), nullable=False),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transaction")),
    )
    with op.batch_alter_table("ledger_transaction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_transaction_source_no"), ["source_no"], unique=False
        )

    op.create_table(
        "location",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("require_pick", sa.Boolean(), nullable=False),
        sa.Column("require_shipment", sa.Boolean(), nullable=False),
        sa.Column("inbound_handling", sa.String(), nullable=False),
        sa.Column("outbound_handling", sa.String(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_location")),
    )
    op.create_table(
        "master_data_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_master_data_version")),
    )
    op.create_table(
        "number_series",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("starting_date", sa.Date(), nullable=False),
        sa.Column("start_no", sa.String(), nullable=False),
        sa.Column("end_no", sa.String(), nullable=False),
        sa.Column("warning_no", sa.String(), nullable=False),
        sa.Column("increment", sa.Integer(), nullable=False),
        sa.Column("last_used", sa.String(), nullable=False),
        sa.Column("last_date_used", sa.Date(), nullable=True),
        sa.Column("date_order", sa.Boolean(), nullable=False),
        sa.Column("allow_gaps", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", "starting_date", name=op.f("pk_number_series")),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("blank", sa.String(), nullable=False),
        sa.Column("pressed_at", sa.BigInteger(), nullable=True),
        sa.Column("pressed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_conversation"), ["conversation"], unique=False)

    op.create_table(
        "online_payment",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("payment_no", sa.String(), nullable=False),
        sa.Column("doubt", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "payment_id", name=op.f("pk_online_payment")),
    )
    with op.batch_alter_table("online_payment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_online_payment_document_no"), ["document_no"], unique=False
        )

    op.create_table(
        "outbox",
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("fixed", sa.LargeBinary(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("waits", sa.Integer(), nullable=False),
        sa.Column("first_tried", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_done",
            ["due"],
            unique=False,
            sqlite_where=sa.text("state = 'done'"),
            postgresql_where=sa.text("state = 'done'"),
        )
        batch_op.create_index(
            "ix_outbox_due",
            ["due"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.create_index("ix_outbox_lane", ["lane", "id"], unique=False)

    op.create_table(
        "payment_method",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("balancing_account", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_payment_method")),
    )
    op.create_table(
        "payment_page",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("page_id", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_page")),
    )
    with op.batch_alter_table("payment_page", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payment_page_document_no"), ["document_no"], unique=False
        )

    op.create_table(
        "payment_terms",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("due_formula", sa.String(), nullable=False),
        sa.Column("discount_formula", sa.String(), nullable=False),
        sa.Column("discount_pct", sa.BigInteger(), nullable=False),
        sa.Column("discount_on_credit_memos", sa.Boolean(), nullable=False),
        sa.Column("pay_before_delivery", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_payment_terms")),
    )
    op.create_table(
        "posted_extras",
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("tracking_no", sa.String(), nullable=False),
        sa.Column("shipping_agent", sa.String(), nullable=False),
        sa.Column("external_reference", sa.String(), nullable=False),
        sa.Column("payment_reference", sa.String(), nullable=False),
        sa.Column("remit_address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("document_no", name=op.f("pk_posted_extras")),
    )
    op.create_table(
        "posted_shipment_line_state",
        sa.Column(
            "entry_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("order_line_no", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("quantity_base", sa.BigInteger(), nullable=False),
        sa.Column(
            "item_entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("qty_invoiced", sa.BigInteger(), nullable=False),
        sa.Column("qty_returned", sa.BigInteger(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_posted_shipment_line_state")),
    )
    with op.batch_alter_table("posted_shipment_line_state", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_posted_shipment_line_state_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(
            "ix_posted_shipment_line_state_order", ["order_no", "order_line_no"], unique=False
        )

    op.create_table(
        "posting_setup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allow_from", sa.Date(), nullable=True),
        sa.Column("allow_until", sa.Date(), nullable=True),
        sa.Column("inventory_from", sa.Date(), nullable=True),
        sa.Column("vat_from", sa.Date(), nullable=True),
        sa.Column("discount_posting", sa.String(), nullable=False),
        sa.Column("expected_cost_posting", sa.Boolean(), nullable=False),
        sa.Column("shipment_on_invoice", sa.Boolean(), nullable=False),
        sa.Column("check_prepayment", sa.Boolean(), nullable=False),
        sa.Column("prevent_negative_inventory", sa.Boolean(), nullable=False),
        sa.Column("ship_quantity", sa.String(), nullable=False),
        sa.Column("exact_cost_reversing", sa.Boolean(), nullable=False),
        sa.Column("tolerance_pct", sa.BigInteger(), nullable=False),
        sa.Column("tolerance_max", sa.BigInteger(), nullable=False),
        sa.Column("warn_tolerance", sa.Boolean(), nullable=False),
        sa.Column("discount_grace", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_setup")),
    )
    op.create_table(
        "prepayment_percent",
        sa.Column("sales_kind", sa.String(), nullable=False),
        sa.Column("sales_code", sa.String(), nullable=False),
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("pct", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "sales_kind", "sales_code", "item_no", name=op.f("pk_prepayment_percent")
        ),
    )
    op.create_table(
        "prepayment_total",
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("order_no", name=op.f("pk_prepayment_total")),
    )
    op.create_table(
        "price_list",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_price_list")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("excerpt", sa.String(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint("letter_id", name=op.f("uq_quarantine_letter_id")),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index("ix_quarantine_address_state", ["address", "state"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_customer_no"), ["customer_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_number"), ["number"], unique=False)

    op.create_table(
        "reminder_terms",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_reminder_terms")),
    )
    op.create_table(
        "return_reason",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("value_zero", sa.Boolean(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_return_reason")),
    )
    op.create_table(
        "return_receipt_entry",
        sa.Column(
            "item_entry_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("return_no", sa.String(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("quantity_base", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("item_entry_id", name=op.f("pk_return_receipt_entry")),
    )
    with op.batch_alter_table("return_receipt_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_return_receipt_entry_return_no"), ["return_no"], unique=False
        )

    op.create_table(
        "shown_card",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("shown_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_card")),
    )
    with op.batch_alter_table("shown_card", schema=None) as batch_op:
        batch_op.create_index("ix_shown_card_subject", ["subject"], unique=False)

    op.create_table(
        "text_mapping",
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("gl_account", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("words", name=op.f("pk_text_mapping")),
    )
    op.create_table(
        "vat_clause",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", "language", name=op.f("pk_vat_clause")),
    )
    op.create_table(
        "vat_difference",
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("negative", sa.Boolean(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("document_no", "code", "negative", name=op.f("pk_vat_difference")),
    )
    op.create_table(
        "vat_posting_setup",
        sa.Column("bus_group", sa.String(), nullable=False),
        sa.Column("prod_group", sa.String(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("calc_type", sa.String(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("sales_vat_account", sa.String(), nullable=False),
        sa.Column("adjust_for_payment_discount", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("bus_group", "prod_group", name=op.f("pk_vat_posting_setup")),
    )
    op.create_table(
        "vendor",
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("lead_time", sa.String(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_vendor")),
    )
    op.create_table(
        "approval_entry",
        sa.Column(
            "request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("approver_no", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("stands_in_for", sa.String(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approver_no"], ["employee.no"], name=op.f("fk_approval_entry_approver_no_employee")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["approval_request.id"],
            name=op.f("fk_approval_entry_request_id_approval_request"),
        ),
        sa.PrimaryKeyConstraint("request_id", "sequence", name=op.f("pk_approval_entry")),
    )
    with op.batch_alter_table("approval_entry", schema=None) as batch_op:
        batch_op.create_index("ix_approval_entry_approver", ["approver_no", "state"], unique=False)

    op.create_table(
        "customer",
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("name2", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("address2", sa.String(), nullable=False),
        sa.Column("post_code", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("county", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("format_region", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("contact_no", sa.String(), nullable=False),
        sa.Column("salesperson", sa.String(), nullable=True),
        sa.Column("bill_to_customer_no", sa.String(), nullable=False),
        sa.Column("payment_terms", sa.String(), nullable=True),
        sa.Column("payment_method", sa.String(), nullable=True),
        sa.Column("reminder_terms", sa.String(), nullable=False),
        sa.Column("finance_charge_terms", sa.String(), nullable=False),
        sa.Column("gen_bus_posting_group", sa.String(), nullable=False),
        sa.Column("vat_bus_posting_group", sa.String(), nullable=False),
        sa.Column("customer_posting_group", sa.String(), nullable=False),
        sa.Column("vat_registration_no", sa.String(), nullable=False),
        sa.Column("prices_including_vat", sa.Boolean(), nullable=False),
        sa.Column("allow_line_disc", sa.Boolean(), nullable=False),
        sa.Column("price_group", sa.String(), nullable=False),
        sa.Column("discount_group", sa.String(), nullable=False),
        sa.Column("invoice_disc_code", sa.String(), nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=False),
        sa.Column("blocked", sa.String(), nullable=False),
        sa.Column("blocked_reason", sa.String(), nullable=False),
        sa.Column("privacy_blocked", sa.Boolean(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("shipment_method", sa.String(), nullable=False),
        sa.Column("shipping_agent", sa.String(), nullable=False),
        sa.Column("shipping_agent_service", sa.String(), nullable=False),
        sa.Column("shipping_time", sa.String(), nullable=False),
        sa.Column("shipping_advice", sa.String(), nullable=False),
        sa.Column("combine_shipments", sa.Boolean(), nullable=False),
        sa.Column("reserve", sa.String(), nullable=False),
        sa.Column("prepayment_pct", sa.BigInteger(), nullable=False),
        sa.Column("application_method", sa.String(), nullable=False),
        sa.Column("block_payment_tolerance", sa.Boolean(), nullable=False),
        sa.Column("base_calendar", sa.String(), nullable=False),
        sa.Column("document_sending_profile", sa.String(), nullable=False),
        sa.Column("einvoice", sa.String(), nullable=False),
        sa.Column("buyer_reference", sa.String(), nullable=False),
        sa.Column("einvoice_address", sa.String(), nullable=False),
        sa.Column("copy_sell_to_address", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.String(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=True),
        sa.Column("last_modified", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["payment_method"],
            ["payment_method.code"],
            name=op.f("fk_customer_payment_method_payment_method"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_terms"],
            ["payment_terms.code"],
            name=op.f("fk_customer_payment_terms_payment_terms"),
        ),
        sa.ForeignKeyConstraint(
            ["salesperson"], ["employee.no"], name=op.f("fk_customer_salesperson_employee")
        ),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_customer")),
    )
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.create_index("ix_customer_name_key", ["name_key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_customer_vat_registration_no"), ["vat_registration_no"], unique=False
        )

    op.create_table(
        "customer_detail",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_lcy", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_customer_detail_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_detail")),
    )
    with op.batch_alter_table("customer_detail", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_customer_detail_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_customer_detail_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_customer_detail_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "customer_entry",
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("posting_group", sa.String(), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("external_no", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("amount_lcy", sa.BigInteger(), nullable=False),
        sa.Column("discount_date", sa.Date(), nullable=True),
        sa.Column("discount", sa.BigInteger(), nullable=False),
        sa.Column("tolerance", sa.BigInteger(), nullable=False),
        sa.Column("instalment_no", sa.Integer(), nullable=False),
        sa.Column("for_order", sa.String(), nullable=False),
        sa.Column("salesperson_no", sa.String(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_customer_entry_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_entry")),
    )
    with op.batch_alter_table("customer_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_customer_entry_customer_no"), ["customer_no"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_customer_entry_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_customer_entry_for_order"), ["for_order"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_customer_entry_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "customer_template",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("countries", sa.String(), nullable=False),
        sa.Column("gen_bus_posting_group", sa.String(), nullable=False),
        sa.Column("vat_bus_posting_group", sa.String(), nullable=False),
        sa.Column("customer_posting_group", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("payment_terms", sa.String(), nullable=True),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("price_group", sa.String(), nullable=False),
        sa.Column("discount_group", sa.String(), nullable=False),
        sa.Column("invoice_disc_code", sa.String(), nullable=False),
        sa.Column("prices_including_vat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["payment_terms"],
            ["payment_terms.code"],
            name=op.f("fk_customer_template_payment_terms_payment_terms"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_customer_template")),
    )
    op.create_table(
        "gl_entry",
        sa.Column("account_no", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_gl_entry_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gl_entry")),
    )
    with op.batch_alter_table("gl_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gl_entry_account_no"), ["account_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_gl_entry_document_no"), ["document_no"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_gl_entry_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "item",
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("description2", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("base_unit", sa.String(), nullable=False),
        sa.Column("sales_unit", sa.String(), nullable=False),
        sa.Column("purchase_unit", sa.String(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("price_includes_vat", sa.Boolean(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=False),
        sa.Column("costing_method", sa.String(), nullable=False),
        sa.Column("gen_prod_posting_group", sa.String(), nullable=False),
        sa.Column("vat_prod_posting_group", sa.String(), nullable=False),
        sa.Column("inventory_posting_group", sa.String(), nullable=False),
        sa.Column("item_disc_group", sa.String(), nullable=False),
        sa.Column("allow_invoice_disc", sa.Boolean(), nullable=False),
        sa.Column("qty_rounding_precision", sa.BigInteger(), nullable=False),
        sa.Column("variant_mandatory", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("vendor_no", sa.String(), nullable=True),
        sa.Column("vendor_item_no", sa.String(), nullable=False),
        sa.Column("lead_time", sa.String(), nullable=False),
        sa.Column("safety_lead_time", sa.String(), nullable=False),
        sa.Column("safety_stock", sa.BigInteger(), nullable=False),
        sa.Column("reorder_policy", sa.String(), nullable=False),
        sa.Column("replenishment", sa.String(), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("reserve", sa.String(), nullable=False),
        sa.Column("assembly_policy", sa.String(), nullable=False),
        sa.Column("tracking", sa.String(), nullable=False),
        sa.Column("gtin", sa.String(), nullable=False),
        sa.Column("search_description", sa.String(), nullable=False),
        sa.Column("purchasing_code", sa.String(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("sales_blocked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category"], ["item_category.code"], name=op.f("fk_item_category_item_category")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_no"], ["vendor.no"], name=op.f("fk_item_vendor_no_vendor")
        ),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_item")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_gtin"), ["gtin"], unique=False)

    op.create_table(
        "item_application",
        sa.Column(
            "inbound_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "outbound_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_item_application_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_application")),
    )
    with op.batch_alter_table("item_application", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_item_application_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_item_application_inbound_id"), ["inbound_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_item_application_outbound_id"), ["outbound_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_item_application_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "item_entry",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("order_line_no", sa.Integer(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column(
            "from_entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_item_entry_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_entry")),
    )
    with op.batch_alter_table("item_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_item_entry_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_item_entry_order_no"), ["order_no"], unique=False)
        batch_op.create_index(
            "ix_item_entry_place", ["item_no", "variant", "location"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_item_entry_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "posted_invoice",
        sa.Column("source_no", sa.String(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("corrects_no", sa.String(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("customer_name", sa.String(), nullable=False),
        sa.Column("bill_to_no", sa.String(), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("vat_date", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("discount_date", sa.Date(), nullable=True),
        sa.Column("discount_pct", sa.BigInteger(), nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("rate_foreign", sa.BigInteger(), nullable=False),
        sa.Column("rate_lcy", sa.BigInteger(), nullable=False),
        sa.Column("prices_include_vat", sa.Boolean(), nullable=False),
        sa.Column("vat_group", sa.String(), nullable=False),
        sa.Column("gen_bus_group", sa.String(), nullable=False),
        sa.Column("posting_group", sa.String(), nullable=False),
        sa.Column("payment_terms", sa.String(), nullable=False),
        sa.Column("payment_method", sa.String(), nullable=False),
        sa.Column("external_no", sa.String(), nullable=False),
        sa.Column("salesperson_no", sa.String(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("invoice_discount", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("vat", sa.BigInteger(), nullable=False),
        sa.Column("rounding", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("total_lcy", sa.BigInteger(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("posted_by", sa.String(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_posted_invoice_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_invoice")),
        sa.UniqueConstraint("document_no", name=op.f("uq_posted_invoice_document_no")),
    )
    with op.batch_alter_table("posted_invoice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_posted_invoice_corrects_no"), ["corrects_no"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_posted_invoice_customer_no"), ["customer_no"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_posted_invoice_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_posted_invoice_order_no"), ["order_no"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_posted_invoice_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "posted_invoice_line",
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("order_line_no", sa.Integer(), nullable=False),
        sa.Column("order_sign", sa.Integer(), nullable=False),
        sa.Column("shipment_no", sa.String(), nullable=False),
        sa.Column("corrects_line_no", sa.Integer(), nullable=False),
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("base_unit", sa.String(), nullable=False),
        sa.Column("qty_per_unit", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("quantity_base", sa.BigInteger(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("discount_pct", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("line_amount", sa.BigInteger(), nullable=False),
        sa.Column("allow_invoice_disc", sa.Boolean(), nullable=False),
        sa.Column("inv_discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("net_amount", sa.BigInteger(), nullable=False),
        sa.Column("vat_amount", sa.BigInteger(), nullable=False),
        sa.Column("vat_group", sa.String(), nullable=False),
        sa.Column("vat_identifier", sa.String(), nullable=False),
        sa.Column("vat_pct", sa.BigInteger(), nullable=False),
        sa.Column("vat_calc_type", sa.String(), nullable=False),
        sa.Column("gen_prod_group", sa.String(), nullable=False),
        sa.Column("account_role", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("stocked", sa.Boolean(), nullable=False),
        sa.Column("prepayment", sa.Boolean(), nullable=False),
        sa.Column("return_reason", sa.String(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_posted_invoice_line_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_invoice_line")),
    )
    with op.batch_alter_table("posted_invoice_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_posted_invoice_line_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(
            "ix_posted_invoice_line_order", ["order_no", "order_line_no"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_posted_invoice_line_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "posted_shipment",
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("bill_to_no", sa.String(), nullable=False),
        sa.Column("customer_name", sa.String(), nullable=False),
        sa.Column("external_no", sa.String(), nullable=False),
        sa.Column("ship_to_address", sa.String(), nullable=False),
        sa.Column("shipping_agent", sa.String(), nullable=False),
        sa.Column("salesperson_no", sa.String(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("posted_by", sa.String(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_posted_shipment_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_shipment")),
        sa.UniqueConstraint("document_no", name=op.f("uq_posted_shipment_document_no")),
    )
    with op.batch_alter_table("posted_shipment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_posted_shipment_customer_no"), ["customer_no"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_posted_shipment_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_posted_shipment_order_no"), ["order_no"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_posted_shipment_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "posted_shipment_line",
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("order_line_no", sa.Integer(), nullable=False),
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("base_unit", sa.String(), nullable=False),
        sa.Column("qty_per_unit", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("quantity_base", sa.BigInteger(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("discount_pct", sa.BigInteger(), nullable=False),
        sa.Column(
            "item_entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_posted_shipment_line_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_shipment_line")),
    )
    with op.batch_alter_table("posted_shipment_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_posted_shipment_line_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(
            "ix_posted_shipment_line_order", ["order_no", "order_line_no"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_posted_shipment_line_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "posting_rights",
        sa.Column("employee_no", sa.String(), nullable=False),
        sa.Column("may_ship", sa.Boolean(), nullable=False),
        sa.Column("may_invoice", sa.Boolean(), nullable=False),
        sa.Column("allow_from", sa.Date(), nullable=True),
        sa.Column("allow_until", sa.Date(), nullable=True),
        sa.Column("write_off_limit", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_no"], ["employee.no"], name=op.f("fk_posting_rights_employee_no_employee")
        ),
        sa.PrimaryKeyConstraint("employee_no", name=op.f("pk_posting_rights")),
    )
    op.create_table(
        "price_list_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list_code", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("product_kind", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("applies_to_kind", sa.String(), nullable=False),
        sa.Column("applies_to", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("min_qty", sa.BigInteger(), nullable=False),
        sa.Column("max_qty", sa.BigInteger(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("based_on", sa.String(), nullable=False),
        sa.Column("adjust_pct", sa.BigInteger(), nullable=False),
        sa.Column("line_disc_pct", sa.BigInteger(), nullable=True),
        sa.Column("allow_line_disc", sa.Boolean(), nullable=False),
        sa.Column("allow_invoice_disc", sa.Boolean(), nullable=False),
        sa.Column("price_includes_vat", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_code"], ["price_list.code"], name=op.f("fk_price_list_line_list_code_price_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list_line")),
    )
    with op.batch_alter_table("price_list_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_price_list_line_based_on"), ["based_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_price_list_line_list_code"), ["list_code"], unique=False
        )
        batch_op.create_index(
            "ix_price_list_line_product",
            ["product_kind", "product", "applies_to_kind"],
            unique=False,
        )

    op.create_table(
        "reminder_level",
        sa.Column("terms_code", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("grace", sa.String(), nullable=False),
        sa.Column("due_formula", sa.String(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("with_interest", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["terms_code"],
            ["reminder_terms.code"],
            name=op.f("fk_reminder_level_terms_code_reminder_terms"),
        ),
        sa.PrimaryKeyConstraint("terms_code", "level", name=op.f("pk_reminder_level")),
    )
    op.create_table(
        "reminder_line",
        sa.Column(
            "reminder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("days_overdue", sa.Integer(), nullable=False),
        sa.Column("triggers", sa.Boolean(), nullable=False),
        sa.Column("interest", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_reminder_line_reminder_id_reminder")
        ),
        sa.PrimaryKeyConstraint("reminder_id", "entry_id", name=op.f("pk_reminder_line")),
    )
    with op.batch_alter_table("reminder_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_line_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "role_account",
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("account_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_no"], ["gl_account.no"], name=op.f("fk_role_account_account_no_gl_account")
        ),
        sa.PrimaryKeyConstraint("role", "key", name=op.f("pk_role_account")),
    )
    op.create_table(
        "terms_instalment",
        sa.Column("terms_code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("portion", sa.String(), nullable=False),
        sa.Column("due_formula", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["terms_code"],
            ["payment_terms.code"],
            name=op.f("fk_terms_instalment_terms_code_payment_terms"),
        ),
        sa.PrimaryKeyConstraint("terms_code", "position", name=op.f("pk_terms_instalment")),
    )
    op.create_table(
        "value_entry",
        sa.Column(
            "item_entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("invoiced", sa.BigInteger(), nullable=False),
        sa.Column("cost_expected", sa.BigInteger(), nullable=False),
        sa.Column("cost_actual", sa.BigInteger(), nullable=False),
        sa.Column("sales_amount", sa.BigInteger(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_value_entry_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_entry")),
    )
    with op.batch_alter_table("value_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_value_entry_document_no"), ["document_no"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_value_entry_item_entry_id"), ["item_entry_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_value_entry_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "vat_component",
        sa.Column("bus_group", sa.String(), nullable=False),
        sa.Column("prod_group", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("raises_base", sa.Boolean(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bus_group", "prod_group"],
            ["vat_posting_setup.bus_group", "vat_posting_setup.prod_group"],
            name=op.f("fk_vat_component_bus_group_prod_group_vat_posting_setup"),
        ),
        sa.PrimaryKeyConstraint(
            "bus_group", "prod_group", "position", name=op.f("pk_vat_component")
        ),
    )
    op.create_table(
        "vat_entry",
        sa.Column("vat_date", sa.Date(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("calc_type", sa.String(), nullable=False),
        sa.Column("negative", sa.Boolean(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("base_lcy", sa.BigInteger(), nullable=False),
        sa.Column("amount_lcy", sa.BigInteger(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("account_no", sa.String(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("posting_date", sa.Date(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_vat_entry_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vat_entry")),
    )
    with op.batch_alter_table("vat_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vat_entry_document_no"), ["document_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_vat_entry_order_no"), ["order_no"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_vat_entry_transaction_id"), ["transaction_id"], unique=False
        )

    op.create_table(
        "assembly_component",
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(), nullable=False),
        sa.Column("quantity_per", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_no"], ["item.no"], name=op.f("fk_assembly_component_item_no_item")
        ),
        sa.PrimaryKeyConstraint("item_no", "position", name=op.f("pk_assembly_component")),
    )
    with op.batch_alter_table("assembly_component", schema=None) as batch_op:
        batch_op.create_index("ix_assembly_component_component", ["component"], unique=False)

    op.create_table(
        "contact",
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("company_no", sa.String(), nullable=True),
        sa.Column("customer_no", sa.String(), nullable=True),
        sa.Column("vendor_no", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email2", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("salesperson", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("exclude_from_segment", sa.Boolean(), nullable=False),
        sa.Column("privacy_blocked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_no"], ["contact.no"], name=op.f("fk_contact_company_no_contact")
        ),
        sa.ForeignKeyConstraint(
            ["customer_no"], ["customer.no"], name=op.f("fk_contact_customer_no_customer")
        ),
        sa.ForeignKeyConstraint(
            ["salesperson"], ["employee.no"], name=op.f("fk_contact_salesperson_employee")
        ),
        sa.ForeignKeyConstraint(
            ["vendor_no"], ["vendor.no"], name=op.f("fk_contact_vendor_no_vendor")
        ),
        sa.PrimaryKeyConstraint("no", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_customer_no"), ["customer_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_email2"), ["email2"], unique=False)

    op.create_table(
        "customer_alias",
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_no"], ["customer.no"], name=op.f("fk_customer_alias_customer_no_customer")
        ),
        sa.PrimaryKeyConstraint("customer_no", "alias", name=op.f("pk_customer_alias")),
    )
    with op.batch_alter_table("customer_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_alias_folded"), ["folded"], unique=False)

    op.create_table(
        "customer_bank_account",
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("bank_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_no"],
            ["customer.no"],
            name=op.f("fk_customer_bank_account_customer_no_customer"),
        ),
        sa.PrimaryKeyConstraint("customer_no", "iban", name=op.f("pk_customer_bank_account")),
    )
    with op.batch_alter_table("customer_bank_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_bank_account_iban"), ["iban"], unique=False)

    op.create_table(
        "customer_domain",
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_no"], ["customer.no"], name=op.f("fk_customer_domain_customer_no_customer")
        ),
        sa.PrimaryKeyConstraint("customer_no", "domain", name=op.f("pk_customer_domain")),
    )
    with op.batch_alter_table("customer_domain", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_domain_domain"), ["domain"], unique=False)

    op.create_table(
        "expected_movement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("open_quantity", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.Column("firm", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_no"], ["item.no"], name=op.f("fk_expected_movement_item_no_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expected_movement")),
    )
    with op.batch_alter_table("expected_movement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_expected_movement_document", ["document_no", "line_no"], unique=True
        )
        batch_op.create_index(
            "ix_expected_movement_open",
            ["item_no", "variant", "location", "day", "kind", "open_quantity"],
            unique=False,
        )

    op.create_table(
        "item_reference",
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner_no", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_no"], ["item.no"], name=op.f("fk_item_reference_item_no_item")
        ),
        sa.PrimaryKeyConstraint(
            "item_no", "kind", "owner_no", "reference", name=op.f("pk_item_reference")
        ),
    )
    with op.batch_alter_table("item_reference", schema=None) as batch_op:
        batch_op.create_index(
            "ix_item_reference_owner_reference", ["owner_no", "reference"], unique=False
        )

    op.create_table(
        "item_synonym",
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("synonym", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_no"], ["item.no"], name=op.f("fk_item_synonym_item_no_item")
        ),
        sa.PrimaryKeyConstraint("item_no", "synonym", name=op.f("pk_item_synonym")),
    )
    op.create_table(
        "item_text",
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_no"], ["item.no"], name=op.f("fk_item_text_item_no_item")),
        sa.PrimaryKeyConstraint("item_no", "variant", "language", name=op.f("pk_item_text")),
    )
    op.create_table(
        "item_unit",
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("qty_per", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_no"], ["item.no"], name=op.f("fk_item_unit_item_no_item")),
        sa.PrimaryKeyConstraint("item_no", "code", name=op.f("pk_item_unit")),
    )
    op.create_table(
        "item_variant",
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("sales_blocked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_no"], ["item.no"], name=op.f("fk_item_variant_item_no_item")
        ),
        sa.PrimaryKeyConstraint("item_no", "code", name=op.f("pk_item_variant")),
    )
    op.create_table(
        "return_header",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("customer_name", sa.String(), nullable=False),
        sa.Column("source_no", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_no"], ["customer.no"], name=op.f("fk_return_header_customer_no_customer")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_return_header")),
    )
    with op.batch_alter_table("return_header", schema=None) as batch_op:
        batch_op.create_index("ix_return_header_customer", ["customer_no", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_return_header_source_no"), ["source_no"], unique=False)

    op.create_table(
        "sales_header",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("bill_to_no", sa.String(), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("sell_to_name", sa.String(), nullable=False),
        sa.Column("sell_to_address", sa.String(), nullable=False),
        sa.Column("sell_to_country", sa.String(), nullable=False),
        sa.Column("bill_to_name", sa.String(), nullable=False),
        sa.Column("bill_to_address", sa.String(), nullable=False),
        sa.Column("bill_to_country", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("quote_state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("vat_id", sa.String(), nullable=False),
        sa.Column("salesperson_no", sa.String(), nullable=False),
        sa.Column("ship_to_code", sa.String(), nullable=False),
        sa.Column("ship_to_address", sa.String(), nullable=False),
        sa.Column("ship_to_country", sa.String(), nullable=False),
        sa.Column("posting_date", sa.Date(), nullable=True),
        sa.Column("vat_date", sa.Date(), nullable=True),
        sa.Column("shipment_date", sa.Date(), nullable=True),
        sa.Column("requested_delivery", sa.Date(), nullable=True),
        sa.Column("promised_delivery", sa.Date(), nullable=True),
        sa.Column("payment_terms", sa.String(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("discount_date", sa.Date(), nullable=True),
        sa.Column("payment_discount_pct", sa.BigInteger(), nullable=False),
        sa.Column("payment_method", sa.String(), nullable=False),
        sa.Column("currency_factor", sa.BigInteger(), nullable=False),
        sa.Column("prices_include_vat", sa.Boolean(), nullable=False),
        sa.Column("vat_group", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("shipping_agent", sa.String(), nullable=False),
        sa.Column("shipping_time", sa.String(), nullable=False),
        sa.Column("outbound_handling", sa.String(), nullable=False),
        sa.Column("shipping_advice", sa.String(), nullable=False),
        sa.Column("combine_shipments", sa.Boolean(), nullable=False),
        sa.Column("reserve", sa.String(), nullable=False),
        sa.Column("external_document_no", sa.String(), nullable=False),
        sa.Column("your_reference", sa.String(), nullable=False),
        sa.Column("discount_kind", sa.String(), nullable=False),
        sa.Column("discount_value", sa.BigInteger(), nullable=False),
        sa.Column("prepayment_pct", sa.BigInteger(), nullable=False),
        sa.Column("campaign", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("quote_no", sa.String(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_version", sa.Integer(), nullable=False),
        sa.Column("amendments", sa.Integer(), nullable=False),
        sa.Column("decline_reason", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("on_hold", sa.String(), nullable=False),
        sa.Column("needs_decision", sa.String(), nullable=False),
        sa.Column("work_description", sa.String(), nullable=False),
        sa.Column("incoming_message_id", sa.String(), nullable=False),
        sa.Column("last_line_no", sa.Integer(), nullable=False),
        sa.Column("subtotal", sa.BigInteger(), nullable=False),
        sa.Column("invoice_discount", sa.BigInteger(), nullable=False),
        sa.Column("net_amount", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("net_lcy", sa.BigInteger(), nullable=False),
        sa.Column("total_lcy", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_no"], ["customer.no"], name=op.f("fk_sales_header_customer_no_customer")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sales_header")),
    )
    with op.batch_alter_table("sales_header", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sales_header_customer", ["customer_no", "kind", "status"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sales_header_quote_no"), ["quote_no"], unique=False)
        batch_op.create_index(
            "ix_sales_header_reference",
            ["customer_no", "kind", "external_document_no"],
            unique=False,
        )
        batch_op.create_index(
            "ix_sales_header_validity", ["kind", "quote_state", "valid_until"], unique=False
        )

    op.create_table(
        "ship_to_address",
        sa.Column("customer_no", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("address2", sa.String(), nullable=False),
        sa.Column("post_code", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("shipping_agent", sa.String(), nullable=False),
        sa.Column("shipping_agent_service", sa.String(), nullable=False),
        sa.Column("shipment_method", sa.String(), nullable=False),
        sa.Column("salesperson", sa.String(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_no"], ["customer.no"], name=op.f("fk_ship_to_address_customer_no_customer")
        ),
        sa.ForeignKeyConstraint(
            ["salesperson"], ["employee.no"], name=op.f("fk_ship_to_address_salesperson_employee")
        ),
        sa.PrimaryKeyConstraint("customer_no", "code", name=op.f("pk_ship_to_address")),
    )
    op.create_table(
        "stock_balance",
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_no"], ["item.no"], name=op.f("fk_stock_balance_item_no_item")
        ),
        sa.PrimaryKeyConstraint("item_no", "variant", "location", name=op.f("pk_stock_balance")),
    )
    op.create_table(
        "interaction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contact_no", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("outgoing", sa.Boolean(), nullable=False),
        sa.Column("document_kind", sa.String(), nullable=False),
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("salesperson", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_no"], ["contact.no"], name=op.f("fk_interaction_contact_no_contact")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction")),
    )
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.create_index("ix_interaction_contact_at", ["contact_no", "at"], unique=False)

    op.create_table(
        "return_line",
        sa.Column("return_no", sa.String(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("invoice_no", sa.String(), nullable=False),
        sa.Column("invoice_line_no", sa.Integer(), nullable=False),
        sa.Column("order_no", sa.String(), nullable=False),
        sa.Column("order_line_no", sa.Integer(), nullable=False),
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("qty_per_unit", sa.BigInteger(), nullable=False),
        sa.Column("stocked", sa.Boolean(), nullable=False),
        sa.Column("settlement", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("value_zero", sa.Boolean(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("discount_pct", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("qty_received", sa.BigInteger(), nullable=False),
        sa.Column("qty_credited", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["return_no"],
            ["return_header.number"],
            name=op.f("fk_return_line_return_no_return_header"),
        ),
        sa.PrimaryKeyConstraint("return_no", "line_no", name=op.f("pk_return_line")),
    )
    with op.batch_alter_table("return_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_return_line_invoice", ["invoice_no", "invoice_line_no"], unique=False
        )
        batch_op.create_index("ix_return_line_order", ["order_no", "order_line_no"], unique=False)

    op.create_table(
        "sales_line",
        sa.Column("document_no", sa.String(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("item_no", sa.String(), nullable=False),
        sa.Column("variant", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("base_unit", sa.String(), nullable=False),
        sa.Column("qty_per_unit", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("quantity_base", sa.BigInteger(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("price_manual", sa.Boolean(), nullable=False),
        sa.Column("price_kept", sa.Boolean(), nullable=False),
        sa.Column("price_note", sa.String(), nullable=False),
        sa.Column("our_price", sa.BigInteger(), nullable=False),
        sa.Column("discount_pct", sa.BigInteger(), nullable=False),
        sa.Column("discount_manual", sa.Boolean(), nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("line_amount", sa.BigInteger(), nullable=False),
        sa.Column("allow_invoice_disc", sa.Boolean(), nullable=False),
        sa.Column("inv_discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("net_amount", sa.BigInteger(), nullable=False),
        sa.Column("vat_amount", sa.BigInteger(), nullable=False),
        sa.Column("vat_group", sa.String(), nullable=False),
        sa.Column("vat_identifier", sa.String(), nullable=False),
        sa.Column("vat_pct", sa.BigInteger(), nullable=False),
        sa.Column("vat_calc_type", sa.String(), nullable=False),
        sa.Column("stocked", sa.Boolean(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("requested_delivery", sa.Date(), nullable=True),
        sa.Column("promised_delivery", sa.Date(), nullable=True),
        sa.Column("shipment_date", sa.Date(), nullable=True),
        sa.Column("planned_shipment", sa.Date(), nullable=True),
        sa.Column("planned_delivery", sa.Date(), nullable=True),
        sa.Column("qty_to_ship", sa.BigInteger(), nullable=False),
        sa.Column("qty_shipped", sa.BigInteger(), nullable=False),
        sa.Column("qty_to_invoice", sa.BigInteger(), nullable=False),
        sa.Column("qty_invoiced", sa.BigInteger(), nullable=False),
        sa.Column("qty_returned", sa.BigInteger(), nullable=False),
        sa.Column("cancelled_qty", sa.BigInteger(), nullable=False),
        sa.Column("ordered_qty", sa.BigInteger(), nullable=False),
        sa.Column("prepaid", sa.BigInteger(), nullable=False),
        sa.Column("standing_qty", sa.BigInteger(), nullable=False),
        sa.Column("standing_gross", sa.BigInteger(), nullable=False),
        sa.Column("standing_amount", sa.BigInteger(), nullable=False),
        sa.Column("standing_discount", sa.BigInteger(), nullable=False),
        sa.Column("reserved_qty", sa.BigInteger(), nullable=False),
        sa.Column("drop_shipment", sa.Boolean(), nullable=False),
        sa.Column("special_order", sa.Boolean(), nullable=False),
        sa.Column("purchase_order_no", sa.String(), nullable=False),
        sa.Column("blanket_order_no", sa.String(), nullable=False),
        sa.Column("system", sa.Boolean(), nullable=False),
        sa.Column("quote_line_no", sa.Integer(), nullable=False),
        sa.Column("attached_to_line", sa.Integer(), nullable=False),
        sa.Column("needs_decision", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_no"],
            ["sales_header.number"],
            name=op.f("fk_sales_line_document_no_sales_header"),
        ),
        sa.PrimaryKeyConstraint("document_no", "line_no", name=op.f("pk_sales_line")),
    )
    with op.batch_alter_table("sales_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sales_line_item_no"), ["item_no"], unique=False)

    engine_tables.create(op.get_bind())
    append_only.guard(op.get_bind())


def downgrade() -> None:
    append_only.release(op.get_bind())
    with op.batch_alter_table("sales_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sales_line_item_no"))

    op.drop_table("sales_line")
    with op.batch_alter_table("return_line", schema=None) as batch_op:
        batch_op.drop_index("ix_return_line_order")
        batch_op.drop_index("ix_return_line_invoice")

    op.drop_table("return_line")
    with op.batch_alter_table("interaction", schema=None) as batch_op:
        batch_op.drop_index("ix_interaction_contact_at")

    op.drop_table("interaction")
    op.drop_table("stock_balance")
    op.drop_table("ship_to_address")
    with op.batch_alter_table("sales_header", schema=None) as batch_op:
        batch_op.drop_index("ix_sales_header_validity")
        batch_op.drop_index("ix_sales_header_reference")
        batch_op.drop_index(batch_op.f("ix_sales_header_quote_no"))
        batch_op.drop_index("ix_sales_header_customer")

    op.drop_table("sales_header")
    with op.batch_alter_table("return_header", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_header_source_no"))
        batch_op.drop_index("ix_return_header_customer")

    op.drop_table("return_header")
    op.drop_table("item_variant")
    op.drop_table("item_unit")
    op.drop_table("item_text")
    op.drop_table("item_synonym")
    with op.batch_alter_table("item_reference", schema=None) as batch_op:
        batch_op.drop_index("ix_item_reference_owner_reference")

    op.drop_table("item_reference")
    with op.batch_alter_table("expected_movement", schema=None) as batch_op:
        batch_op.drop_index("ix_expected_movement_open")
        batch_op.drop_index("ix_expected_movement_document")

    op.drop_table("expected_movement")
    with op.batch_alter_table("customer_domain", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_domain_domain"))

    op.drop_table("customer_domain")
    with op.batch_alter_table("customer_bank_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_bank_account_iban"))

    op.drop_table("customer_bank_account")
    with op.batch_alter_table("customer_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_alias_folded"))

    op.drop_table("customer_alias")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_email2"))
        batch_op.drop_index(batch_op.f("ix_contact_email"))
        batch_op.drop_index(batch_op.f("ix_contact_customer_no"))

    op.drop_table("contact")
    with op.batch_alter_table("assembly_component", schema=None) as batch_op:
        batch_op.drop_index("ix_assembly_component_component")

    op.drop_table("assembly_component")
    with op.batch_alter_table("vat_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vat_entry_transaction_id"))
        batch_op.drop_index(batch_op.f("ix_vat_entry_order_no"))
        batch_op.drop_index(batch_op.f("ix_vat_entry_document_no"))

    op.drop_table("vat_entry")
    op.drop_table("vat_component")
    with op.batch_alter_table("value_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_value_entry_transaction_id"))
        batch_op.drop_index(batch_op.f("ix_value_entry_item_entry_id"))
        batch_op.drop_index(batch_op.f("ix_value_entry_document_no"))

    op.drop_table("value_entry")
    op.drop_table("terms_instalment")
    op.drop_table("role_account")
    with op.batch_alter_table("reminder_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_line_entry_id"))

    op.drop_table("reminder_line")
    op.drop_table("reminder_level")
    with op.batch_alter_table("price_list_line", schema=None) as batch_op:
        batch_op.drop_index("ix_price_list_line_product")
        batch_op.drop_index(batch_op.f("ix_price_list_line_list_code"))
        batch_op.drop_index(batch_op.f("ix_price_list_line_based_on"))

    op.drop_table("price_list_line")
    op.drop_table("posting_rights")
    with op.batch_alter_table("posted_shipment_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posted_shipment_line_transaction_id"))
        batch_op.drop_index("ix_posted_shipment_line_order")
        batch_op.drop_index(batch_op.f("ix_posted_shipment_line_document_no"))

    op.drop_table("posted_shipment_line")
    with op.batch_alter_table("posted_shipment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posted_shipment_transaction_id"))
        batch_op.drop_index(batch_op.f("ix_posted_shipment_order_no"))
        batch_op.drop_index(batch_op.f("ix_posted_shipment_document_no"))
        batch_op.drop_index(batch_op.f("ix_posted_shipment_customer_no"))

    op.drop_table("posted_shipment")
    with op.batch_alter_table("posted_invoice_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posted_invoice_line_transaction_id"))
        batch_op.drop_index("ix_posted_invoice_line_order")
        batch_op.drop_index(batch_op.f("ix_posted_invoice_line_document_no"))

    op.drop_table("posted_invoice_line")
    with op.batch_alter_table("posted_invoice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posted_invoice_transaction_id"))
        batch_op.drop_index(batch_op.f("ix_posted_invoice_order_no"))
        batch_op.drop_index(batch_op.f("ix_posted_invoice_document_no"))
        batch_op.drop_index(batch_op.f("ix_posted_invoice_customer_no"))
        batch_op.drop_index(batch_op.f("ix_posted_invoice_corrects_no"))

    op.drop_table("posted_invoice")
    with op.batch_alter_table("item_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_entry_transaction_id"))
        batch_op.drop_index("ix_item_entry_place")
        batch_op.drop_index(batch_op.f("ix_item_entry_order_no"))
        batch_op.drop_index(batch_op.f("ix_item_entry_document_no"))

    op.drop_table("item_entry")
    with op.batch_alter_table("item_application", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_application_transaction_id"))
        batch_op.drop_index(batch_op.f("ix_item_application_outbound_id"))
        batch_op.drop_index(batch_op.f("ix_item_application_inbound_id"))
        batch_op.drop_index(batch_op.f("ix_item_application_document_no"))

    op.drop_table("item_application")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_gtin"))

    op.drop_table("item")
    with op.batch_alter_table("gl_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gl_entry_transaction_id"))
        batch_op.drop_index(batch_op.f("ix_gl_entry_document_no"))
        batch_op.drop_index(batch_op.f("ix_gl_entry_account_no"))

    op.drop_table("gl_entry")
    op.drop_table("customer_template")
    with op.batch_alter_table("customer_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_entry_transaction_id"))
        batch_op.drop_index(batch_op.f("ix_customer_entry_for_order"))
        batch_op.drop_index(batch_op.f("ix_customer_entry_document_no"))
        batch_op.drop_index(batch_op.f("ix_customer_entry_customer_no"))

    op.drop_table("customer_entry")
    with op.batch_alter_table("customer_detail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_detail_transaction_id"))
        batch_op.drop_index(batch_op.f("ix_customer_detail_entry_id"))
        batch_op.drop_index(batch_op.f("ix_customer_detail_document_no"))

    op.drop_table("customer_detail")
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_vat_registration_no"))
        batch_op.drop_index("ix_customer_name_key")

    op.drop_table("customer")
    with op.batch_alter_table("approval_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_approval_entry_approver")

    op.drop_table("approval_entry")
    op.drop_table("vendor")
    op.drop_table("vat_posting_setup")
    op.drop_table("vat_difference")
    op.drop_table("vat_clause")
    op.drop_table("text_mapping")
    with op.batch_alter_table("shown_card", schema=None) as batch_op:
        batch_op.drop_index("ix_shown_card_subject")

    op.drop_table("shown_card")
    with op.batch_alter_table("return_receipt_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_return_receipt_entry_return_no"))

    op.drop_table("return_receipt_entry")
    op.drop_table("return_reason")
    op.drop_table("reminder_terms")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_number"))
        batch_op.drop_index(batch_op.f("ix_reminder_customer_no"))

    op.drop_table("reminder")
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index("ix_quarantine_address_state")

    op.drop_table("quarantine")
    op.drop_table("price_list")
    op.drop_table("prepayment_total")
    op.drop_table("prepayment_percent")
    op.drop_table("posting_setup")
    with op.batch_alter_table("posted_shipment_line_state", schema=None) as batch_op:
        batch_op.drop_index("ix_posted_shipment_line_state_order")
        batch_op.drop_index(batch_op.f("ix_posted_shipment_line_state_document_no"))

    op.drop_table("posted_shipment_line_state")
    op.drop_table("posted_extras")
    op.drop_table("payment_terms")
    with op.batch_alter_table("payment_page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_page_document_no"))

    op.drop_table("payment_page")
    op.drop_table("payment_method")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_lane")
        batch_op.drop_index(
            "ix_outbox_due",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index(
            "ix_outbox_done",
            sqlite_where=sa.text("state = 'done'"),
            postgresql_where=sa.text("state = 'done'"),
        )

    op.drop_table("outbox")
    with op.batch_alter_table("online_payment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_online_payment_document_no"))

    op.drop_table("online_payment")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_conversation"))

    op.drop_table("offer")
    op.drop_table("number_series")
    op.drop_table("master_data_version")
    op.drop_table("location")
    with op.batch_alter_table("ledger_transaction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_transaction_source_no"))

    op.drop_table("ledger_transaction")
    op.drop_table("ledger_seal")
    with op.batch_alter_table("item_entry_state", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_item_entry_state_open",
            sqlite_where=sa.text("open IS 1"),
            postgresql_where=sa.text("open IS true"),
        )

    op.drop_table("item_entry_state")
    op.drop_table("item_category")
    op.drop_table("issued_paper")
    op.drop_table("invoice_discount")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_lane")
        batch_op.drop_index(
            "ix_inbox_due",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
        batch_op.drop_index(
            "ix_inbox_done",
            sqlite_where=sa.text("state = 'done'"),
            postgresql_where=sa.text("state = 'done'"),
        )

    op.drop_table("inbox")
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.drop_index("ix_history_subject")

    op.drop_table("history")
    op.drop_table("gl_account")
    op.drop_table("finance_charge_terms")
    op.drop_table("exchange_rate")
    op.drop_table("employee")
    op.drop_table("document_version")
    with op.batch_alter_table("discount_vat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discount_vat_detail_id"))

    op.drop_table("discount_vat")
    with op.batch_alter_table("customer_entry_state", schema=None) as batch_op:
        batch_op.drop_index("ix_customer_entry_state_open")

    op.drop_table("customer_entry_state")
    op.drop_table("currency")
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversation_document_no"))

    op.drop_table("conversation")
    op.drop_table("company_setup")
    op.drop_table("charge_assignment")
    op.drop_table("cancelled_paper")
    with op.batch_alter_table("bank_statement_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bank_statement_line_account"))

    op.drop_table("bank_statement_line")
    with op.batch_alter_table("approval_request", schema=None) as batch_op:
        batch_op.drop_index("ix_approval_request_state")
        batch_op.drop_index("ix_approval_request_document")

    op.drop_table("approval_request")
    engine_tables.drop(op.get_bind())
    append_only.guard(op.get_bind())
