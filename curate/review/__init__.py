"""The façade: one accessor per verb, each in its own file."""
