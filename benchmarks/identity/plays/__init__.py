"""What happens to machines, and to lists of them, between one inventory and the next: one function per case."""
