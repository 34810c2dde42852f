"""`python -m gradcheck`."""

import sys
from contextlib import suppress
from pathlib import Path


def leave_out_the_folder() -> None:
    """Import nothing from the current folder, which is the user's and may have a numpy.py, unless
    gradcheck itself is there.
    """
    with suppress(OSError):  # it may be gone
        here = Path.cwd()
        first = sys.path[:1] in ([""], [str(here)])
        if first and not sys.flags.safe_path and Path(__file__).parents[1] != here:
            del sys.path[0]


if __name__ == "__main__":
    leave_out_the_folder()
    from gradcheck.cli import main

    main()
