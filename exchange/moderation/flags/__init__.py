"""„Beitrag melden“: what people report, what editors decide, and objections (after articles 16, 17 and 20 of the DSA)."""
