"""PostgreSQL: tables that belong to a tenant, sessions bound to one, and the row-level security between them."""
