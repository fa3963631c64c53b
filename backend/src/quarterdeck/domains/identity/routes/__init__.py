"""HTTP in and out of identity. `ROUTERS` is what the entrypoint includes."""
