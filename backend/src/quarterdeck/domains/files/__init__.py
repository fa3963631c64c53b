"""Stored files: uploads and what jobs make. Bytes live in object storage, under the tenant's prefix."""
