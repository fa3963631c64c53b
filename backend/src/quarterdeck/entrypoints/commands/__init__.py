"""The commands of the command line, a module each, so that starting one does not load all (see `cli`)."""
