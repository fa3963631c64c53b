"""What recovery asks of the journal and of the record, set-based, written from the tables' own declarations."""
