"""Run the command line with ``python -m policy_align``."""

import sys

from policy_align.cli import main

if __name__ == "__main__":
    sys.exit(main())
