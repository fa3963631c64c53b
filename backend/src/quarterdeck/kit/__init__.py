"""Pure functions: no I/O, no settings, no knowledge of the product's tables."""
