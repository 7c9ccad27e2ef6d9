"""The command line: parse arguments, call the library, print.

Data goes to stdout, progress and messages to stderr. Exit codes: 0 done, 1 a check found
something, 2 bad usage or bad input.
"""

from policy_align.cli.main import main

__all__ = ["main"]
