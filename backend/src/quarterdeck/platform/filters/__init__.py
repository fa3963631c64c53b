"""The one filter language: text and tokens are two renderings of one tree, and one compiler turns it into SQL.

The grid, saved views, bulk targets, reports, rules and the API's `filter=` all use it. What a field is, is declared
once in a `Catalogue`; nothing here knows which fields exist.
"""
