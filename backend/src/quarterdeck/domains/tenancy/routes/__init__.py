"""HTTP in and out of tenancy."""
