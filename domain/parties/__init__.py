"""With whom we trade: customers, their contacts and addresses, vendors, payment terms."""
