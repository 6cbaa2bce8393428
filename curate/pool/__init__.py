"""Pooling: models, intervals and heterogeneity."""
