"""What every domain stands on: database, errors, events, settings, HTTP, filters."""
