"""Is this row that asset? Pure functions: two identities in, weighed evidence and a verdict out."""
