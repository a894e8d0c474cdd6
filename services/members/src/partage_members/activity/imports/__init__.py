"""Activity in bulk: lists of payroll and invoicing systems come in whole, as single records do."""
