# SPDX-License-Identifier: MIT
"""Starts the builder of the sample study: `python packaging/make_sample.py [FOLDER]`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from build_sample.build import main

if __name__ == "__main__":
    sys.exit(main())
