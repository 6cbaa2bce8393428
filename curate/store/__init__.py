"""The SQLite store: open, migrate, append, read, verify, trace."""
