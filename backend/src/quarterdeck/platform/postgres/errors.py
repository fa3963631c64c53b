class PostgresUnavailable(RuntimeError):
    """There is no server to work with. The message is for a person and says what to do."""
