"""`python -m linreg_gui`."""

from __future__ import annotations

import sys

from linreg_gui.cli.main import main

sys.exit(main())
