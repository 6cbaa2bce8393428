"""What bears on a number beside its statistic: whose it is, of what, when, of how many."""
