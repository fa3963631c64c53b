"""Processes: web, worker, command line. Composition only."""
