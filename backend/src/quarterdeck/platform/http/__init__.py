"""HTTP in and out, the same way for every route."""
