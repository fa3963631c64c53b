"""What it costs, as a ratio to the bare database doing the same work in the same run. Never part of `make test`."""
