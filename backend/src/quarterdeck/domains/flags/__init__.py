"""Feature switches: which modules and new screens are on, for a tenant, for a client, and as a person chose."""
