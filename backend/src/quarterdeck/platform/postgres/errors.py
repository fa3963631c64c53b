class PostgresUnavailable(RuntimeError):
    """The embedded server can't be had. The message is for a person and says what to do."""
