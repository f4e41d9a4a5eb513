"""Faults: what goes wrong on the way to a Hub or in it, planned request by request."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum


class Cut(Enum):
    """Where the wire is cut."""

    BEFORE = "the Hub never hears of it"
    IN_THE_REQUEST = "the Hub reads half of what is sent, and resets the connection"
    AFTER = "the Hub has done it, and says nothing"
    IN_THE_ANSWER = "half of the answer's body arrives"
    SHORT = "half of the answer's body arrives, and is said to be all of it"


@dataclass
class Fault:
    """What happens to the requests with that method whose path has that part, but for the first ``after`` of them.

    A number or an answer is given instead of doing anything; a function is called before the Hub does what it is asked, as if
    somebody else were faster; ``seconds`` is how long the Hub thinks. It happens ``times`` times.
    """

    method: str
    part: str
    what: object = None
    times: int = 1
    after: int = 0
    seconds: float = 0
    happened: int = 0

    def strikes(self, method: str, path: str) -> bool:
        """Whether it happens to this request; counts it."""
        if method != self.method or self.part not in path:
            return False
        if self.after:
            self.after -= 1
            return False
        if self.happened == self.times:
            return False
        self.happened += 1
        time.sleep(self.seconds)
        return True
