"""Workbooks for people: the protocol and the extraction form, out and in."""
