"""A second opinion on the identity engine: estates that age between three files, each written by another hand.

It shares nothing with `benchmarks.identity` but the command line it runs: other machines, other troubles, other noise.
"""
