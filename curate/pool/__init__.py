"""Pooling: models, heterogeneity and intervals over batches of meta-analyses."""
