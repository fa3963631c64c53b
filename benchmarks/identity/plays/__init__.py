"""What happens to machines, and to the people who list them, between one inventory and the next: one function per case."""
