"""Labelled, seeded inventories as MSPs really have them, and how well intake tells the machines in them apart.

The generator knows which machine every row is about, and says which answers about a row are acceptable. It never
looks at the engine it judges: `python -m benchmarks.identity` runs the command line and reads its decisions.
"""
