"""What can be done to people and their ways in, split by use case."""
