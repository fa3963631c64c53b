"""Changing what is selected, and the saved ways to do it."""
