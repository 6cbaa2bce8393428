"""Effect sizes from curated records: measures, conversions, selection."""
