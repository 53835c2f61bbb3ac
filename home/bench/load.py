"""The load generator: a process of its own, so that its work is not counted as the server's.

It reads one order a line from standard input and writes one result a line, both as JSON. Needs nothing but Python.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

TIMEOUT = 60  # seconds


@dataclass(frozen=True)
class Order:
    """So many requests for one address over so many connections, which stay open."""

    port: int
    address: str
    requests: int
    connections: int = 1
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How long it all took, how long each request took (both in seconds), and what did not answer 200."""

    seconds: float
    latencies: list[float]
    failures: list[str]


def carry_out(order: Order) -> Outcome:
    """Send the requests, the same number over each connection."""
    latencies: list[float] = []
    failures: list[str] = []

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", order.port, timeout=TIMEOUT)
        for _ in range(number):
            begin = time.perf_counter()
            connection.request("GET", order.address, headers={"Accept-Encoding": "gzip"} | order.headers)
            response = connection.getresponse()
            response.read()
            latencies.append(time.perf_counter() - begin)
            if response.status != http.HTTPStatus.OK:
                failures.append(f"{order.address}: {response.status}")
        connection.close()

    share = max(1, order.requests // order.connections)
    threads = [threading.Thread(target=ask, args=(share,)) for _ in range(order.connections)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Outcome(time.perf_counter() - begin, latencies, failures)


class LoadGenerator:
    """The other process, as seen from here."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()

    def run(self, order: Order) -> Outcome:
        """Carry out an order there. Raises RuntimeError when an answer was not a page."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("The load generator has not been started.")
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("The load generator has ended.")
        outcome = Outcome(**json.loads(answer))
        if outcome.failures or len(outcome.latencies) < order.requests // order.connections * order.connections:
            raise RuntimeError(f"Not every request was answered: {outcome.failures[:1] or order.address}")
        return outcome


def main() -> None:
    """Carry out orders until the input ends."""
    for line in sys.stdin:
        sys.stdout.write(json.dumps(asdict(carry_out(Order(**json.loads(line))))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
