"""Long work a person can watch: state, phase, progress, counters, errors per item, artefacts."""
