"""Demo data that breaks weaker tools, and tenants of any size for benchmarks."""
