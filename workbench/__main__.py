# SPDX-License-Identifier: MIT
"""`python -P -m workbench`: the command line, and the window when no command is given."""

import sys

from workbench.cli import main

if __name__ == "__main__":
    sys.exit(main())
