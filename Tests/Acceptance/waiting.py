"""Waiting for a condition, with a deadline and without guessing how long it takes."""

import time


def wait_until(condition, what, seconds=20.0):
    """The first true value of `condition()`; fails, naming `what`, when there is none within `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} s in vain for {what}")
        time.sleep(0.003)
