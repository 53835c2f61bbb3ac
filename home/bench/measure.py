"""The measurement: rounds over all pages and the bare view in turn, so that a busy moment hits them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from home.bench.load import LoadGenerator, Order
from home.bench.server import Server
from home.bench.weight import Weight

ROUNDS = 5
SECONDS_PER_ROUND = 0.5
LEAST_REQUESTS, MOST_REQUESTS = 16, 4_000
WARM_UP = 8
MANY = 16  # connections


@dataclass
class Subject:
    """One page in one state on one server, with what was measured round by round."""

    page: str
    state: str
    server: Server
    address: str
    headers: dict[str, str]
    weight: Weight | None = None
    queries: int | None = None
    requests: int = 0
    cpu: list[float] = field(default_factory=list)  # seconds a request
    rates: list[float] = field(default_factory=list)  # requests a second over one connection
    rates_many: list[float] = field(default_factory=list)  # and over many
    latencies: list[float] = field(default_factory=list)  # seconds, over one connection

    def order(self, requests: int, connections: int = 1) -> Order:
        """So many requests for this page."""
        return Order(self.server.port, self.address, requests, connections, self.headers)

    def calibrate(self, load: LoadGenerator) -> None:
        """Warm the page up and choose a number of requests that fills a round."""
        load.run(self.order(WARM_UP))
        outcome = load.run(self.order(WARM_UP))
        wanted = int(SECONDS_PER_ROUND * WARM_UP / outcome.seconds)
        self.requests = MANY * (max(LEAST_REQUESTS, min(MOST_REQUESTS, wanted)) // MANY)

    def run_round(self, load: LoadGenerator) -> None:
        """One round over one connection, with the processor's time, and one over many."""
        before = self.server.cpu_seconds()
        outcome = load.run(self.order(self.requests))
        self.cpu.append((self.server.cpu_seconds() - before) / self.requests)
        self.rates.append(self.requests / outcome.seconds)
        self.latencies += outcome.latencies
        outcome = load.run(self.order(self.requests, MANY))
        self.rates_many.append(self.requests / outcome.seconds)

    def result(self, bare_cpu: float) -> dict[str, Any]:
        """Medians of the rounds; the ratio is that of the processor time to the bare view's."""
        percentiles = quantiles(self.latencies, n=20)
        cpu = median(self.cpu)
        return {
            "page": self.page,
            "state": self.state,
            "cpu_ms": round(cpu * 1000, 3),
            "ratio": round(cpu / bare_cpu, 2),
            "requests_per_second_1": round(median(self.rates), 1),
            f"requests_per_second_{MANY}": round(median(self.rates_many), 1),
            "p50_ms": round(percentiles[9] * 1000, 2),
            "p95_ms": round(percentiles[18] * 1000, 2),
            "queries": self.queries,
            "html_bytes": self.weight.html if self.weight else None,
            "page_bytes": self.weight.page if self.weight else None,
            "requests": self.requests * len(self.cpu),
        }


def measure(subjects: list[Subject], load: LoadGenerator, say: Callable[[str], object]) -> None:
    """Fill the subjects with what all rounds give; ``say`` is told how far it is."""
    for subject in subjects:
        subject.calibrate(load)
    for number in range(1, ROUNDS + 1):
        say(f"Round {number} of {ROUNDS}")
        for subject in subjects:
            subject.run_round(load)
