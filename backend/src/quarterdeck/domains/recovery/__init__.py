"""Taking back: undoing a change set, redoing it, and bringing back what a record was. Each is a change set itself."""
