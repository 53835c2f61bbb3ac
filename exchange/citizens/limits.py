"""How often one may ask: counted by address of the computer and of the mail."""

from __future__ import annotations

from exchange.guard import DAY, HOUR, count, mailbox_of, network_of

MOST_FROM_ONE_PLACE = 6  # an hour; a library or a town hall may have one address for all its computers
MOST_WITHOUT_WORK = 2  # an hour
MOST_BY_ONE_ADDRESS = 3  # mails a day to one address, whoever has typed it


def count_question(*, address: str, email: str, worked: bool) -> None:
    """Count a question that is about to be stored; TooManyError where it is one too many.

    ``worked``: with the proof of work, without which a computer has fewer questions an hour.
    """
    place = network_of(address)
    count("question", place, MOST_FROM_ONE_PLACE, HOUR)
    if not worked:
        count("question-without-work", place, MOST_WITHOUT_WORK, HOUR)
    count("question-to-mail", mailbox_of(email), MOST_BY_ONE_ADDRESS, DAY)
