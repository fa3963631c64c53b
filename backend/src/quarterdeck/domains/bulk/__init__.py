"""Changing many assets at once: preview, run, and what came of each one. Acts on a frozen selection, never a filter."""
