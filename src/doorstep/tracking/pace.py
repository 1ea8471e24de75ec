"""Let no more than one piece of news a second through for each driver."""

import threading
import time

_LEAST_GAP_S = 1.0


class Pace:
    """Remembers when each driver was last told about; for one process.

    The gap is real time, not the business clock's: it spares screens and networks.
    """

    def __init__(self, gap_s: float = _LEAST_GAP_S) -> None:
        self._gap_s = gap_s
        self._lock = threading.Lock()
        self._told_s: dict[str, float] = {}

    def may_tell(self, driver_id: str) -> bool:
        """Tell whether it is time for news of the driver; if so it counts as told."""
        now_s = time.monotonic()
        with self._lock:
            told_s = self._told_s.get(driver_id)
            if told_s is not None and now_s - told_s < self._gap_s:
                return False
            self._told_s[driver_id] = now_s
            return True
