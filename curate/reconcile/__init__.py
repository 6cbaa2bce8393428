"""Comparing sealed extractions: pairs, classes of difference, agreement."""
