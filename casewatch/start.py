"""The installed program: prepares the interpreter before anything of weight is imported, then hands over."""

import atexit
import gc

from extractors.collecting import collect_seldom


def main() -> None:
    """Run the command line, see `casewatch.main`."""
    collect_seldom()
    # What is left at the end is thrown away as a whole, not searched once more.
    atexit.register(gc.freeze)
    from casewatch.main import main as run

    run()
