"""What a page costs, measured against a bare view; see docs/benchmark.md."""
