"""Quarterdeck: IT asset management for managed service providers."""
