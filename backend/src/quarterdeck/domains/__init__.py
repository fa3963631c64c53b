"""The product, one package per domain, in tiers (see [tool.importlinter] in pyproject.toml)."""
