"""Pure functions without I/O: ids, cursors, text, and reading what people and machines write about assets."""
