"""How a process that works through many rows handles its memory."""

import gc

_NEW_OBJECTS = 200_000


def collect_rarely() -> None:
    """Let the collector of cycles pass over what is loaded, and look at the rest after many more objects than usual.

    A chunk of rows is some hundred thousand objects and hardly a cycle: looking through them again and again took a
    quarter of an import's time.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 10, 10)
