"""The register: assets, their types and extensions, custom fields, lifecycle and identifiers."""
