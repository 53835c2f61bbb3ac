"""Which municipality knows something about which service: the coverage matrix as a page and as a file."""
