"""Mails: at once and in digests."""
