"""Every select of the register. Lists are one or two statements, and PostgreSQL builds their JSON."""
