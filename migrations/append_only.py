"""Tables that refuse UPDATE and DELETE, by triggers on both databases.

What was said, issued, archived and posted stands. A rebuilt table loses its triggers on SQLite
(batch mode), so every revision ends with `guard`, and a test compares the triggers afterwards.
"""

from sqlalchemy import Connection, inspect

APPEND_ONLY = (
    "history",
    "issued_paper",
    "document_version",
    "ledger_transaction",
    "ledger_seal",
    "gl_entry",
    "vat_entry",
    "customer_entry",
    "customer_detail",
    "item_entry",
    "item_application",
    "value_entry",
    "posted_shipment",
    "posted_shipment_line",
    "posted_invoice",
    "posted_invoice_line",
    "discount_vat",
    "cancelled_paper",
    "return_receipt_entry",
)

_REFUSE = """
CREATE OR REPLACE FUNCTION salesclerk_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %% are never changed', TG_TABLE_NAME USING ERRCODE = '23001';
END $$
"""


def guard(connection: Connection) -> None:
    """Make the triggers anew for every append-only table that is there."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.exec_driver_sql(_REFUSE)
    for table in sorted(set(APPEND_ONLY) & set(inspect(connection).get_table_names())):
        for verb in ("UPDATE", "DELETE") if sqlite else ("UPDATE OR DELETE OR TRUNCATE",):
            name = f"{table}_refuses_{verb.split()[0].lower()}"
            if sqlite:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
                )
            else:
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                connection.exec_driver_sql(
                    f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION salesclerk_append_only()"
                )


def release(connection: Connection) -> None:
    """Take the triggers away, before a revision is undone."""
    sqlite = connection.dialect.name == "sqlite"
    for table in APPEND_ONLY:
        for verb in ("update", "delete"):
            where = "" if sqlite else f" ON {table}"
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_refuses_{verb}{where}")
