"""Extractors behind one protocol, the runner that isolates them, and the second reading."""
