"""Whom we work for: tenants (MSPs), their clients with alternative names, locations and contacts."""
