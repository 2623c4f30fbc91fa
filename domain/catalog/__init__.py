"""What we sell: items, units and variants, price lists and discounts, currencies."""
