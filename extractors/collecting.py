"""How seldom Python looks for garbage in a process of casewatch."""

import gc

_NEW_OBJECTS = 100_000


def collect_seldom() -> None:
    """Have Python look for garbage among every 100,000 new objects only, not every 700.

    Starting makes hundreds of thousands of objects that all stay, and reading makes small ones without circles, which
    go by themselves: to look for garbage among them is a tenth of both.
    """
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
