"""Measuring the search on collections of questions with judged answers."""
