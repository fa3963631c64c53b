"""The field catalogue: one declaration per field.

List columns, filters, sorting, forms, import mapping, export, bulk edit and the API's input schema derive from it.
How to add one: docs/guides/add-a-field.md.
"""
