"""What a double click and a frozen program start."""

from __future__ import annotations

import sys

from linreg_gui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
