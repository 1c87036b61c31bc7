"""The installed program: prepares the interpreter before anything of weight is imported, then hands over."""

import atexit
import gc


def main() -> None:
    """Run the command line, see `casewatch.main`."""
    # Starting makes hundreds of thousands of objects that all stay: to look for garbage among them is a tenth of it.
    gc.set_threshold(100_000, 20, 20)
    # What is left at the end is thrown away as a whole, not searched once more.
    atexit.register(gc.freeze)
    from casewatch.main import main as run

    run()
