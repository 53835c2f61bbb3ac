"""„Beitrag melden“: reports, decisions with reasons, objections (after articles 16, 17 and 20 of the DSA)."""
