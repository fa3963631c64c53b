"""Observations handed over by programs, in batches: read like rows of a file, decided by the same intake."""
