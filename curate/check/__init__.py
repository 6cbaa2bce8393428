"""Checks: tables against their schemas, and rules of plausibility that yield problems."""
