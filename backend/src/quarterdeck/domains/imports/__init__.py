"""Spreadsheets on their way in: upload, mapping, check, run, result."""
