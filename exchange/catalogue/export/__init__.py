"""Open data: solutions and who uses them, as files for everybody."""
