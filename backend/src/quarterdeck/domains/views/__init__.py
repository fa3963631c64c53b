"""How people look at lists: saved views, which of them opens first, and what the console remembers of each person."""
