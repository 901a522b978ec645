"""python3 -m lab: see ../README.md."""
import sys

from . import main

sys.exit(main.main())
