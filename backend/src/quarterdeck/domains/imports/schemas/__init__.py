"""What people and programs see of imports, and what they may choose."""
