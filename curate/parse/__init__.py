"""Text to values: numbers, statistics, durations, labels, and review.toml. Pure functions."""
