"""Answers that come in by mail: a member answers a notification, and the answer stands in the thread."""
