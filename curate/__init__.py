"""Outcome numbers from trial reports, with their evidence, into a store that can be pooled.

The command line is the package in the shell: ``curate --help``. In Python, start from
`curate.review.Review`. Nothing heavy is imported here.
"""

__version__ = "0.1.0"
