"""A mail becomes a post, or is refused; everything that must be true is asked here."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import Message

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.discussions.attachments import MAX_FILES, check_file, picture_size
from exchange.discussions.enums import PostSource
from exchange.discussions.formatting import html_of_text, text_of_html
from exchange.discussions.forms import MAX_TEXT
from exchange.discussions.models import Post, ThreadPage
from exchange.discussions.services import ClosedError, post_reply
from exchange.members.models import User
from exchange.notifications.incoming.addresses import ReplyToken, read_token
from exchange.notifications.incoming.answers import tell_of_left_out, tell_of_refusal
from exchange.notifications.incoming.authentication import is_authentic
from exchange.notifications.incoming.automatic import is_automatic
from exchange.notifications.incoming.cutting import own_text
from exchange.notifications.incoming.decoding import addresses, header
from exchange.notifications.incoming.enums import Refusal
from exchange.notifications.incoming.limits import MAX_BYTES, MAX_SECONDS, TooLongError, time_limit
from exchange.notifications.incoming.message import (
    MailFile,
    UnreadableError,
    files_of,
    parse,
    parse_headers,
    text_of,
)
from exchange.notifications.models import ReceivedMail

KEPT_DAYS = 90
LOGO_PIXELS = 200  # inline pictures that are lower or narrower belong to a signature
# Where mail servers and programs write to whom a mail goes.
_RECIPIENTS = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc", "Resent-To")

logger = logging.getLogger(__name__)


class RefusedError(Exception):
    """The mail is not posted, for this reason."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Incoming:
    """What has been found out about a mail so far, for the answer to its sender."""

    message: Message
    sender: str = ""
    has_genuine_address: bool = False
    thread: ThreadPage | None = None
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What has become of a mail."""

    post: Post | None = None
    refusal: Refusal | None = None


def receive(data: bytes, *, recipient: str = "", envelope_sender: str | None = None) -> Outcome:
    """Post what a mail says, or refuse it and tell its sender why; never both, and never twice.

    ``recipient`` and ``envelope_sender`` are what the mail server knows of RCPT TO and MAIL FROM (empty for bounces,
    None where it does not say). Errors of the database go up: the mail server is to try again.
    """
    message, is_parsed = _opened(data)
    incoming = Incoming(message)
    try:
        if is_automatic(message, envelope_sender):
            raise RefusedError(Refusal.AUTOMATIC)
        token, account = _sender(incoming, recipient)
        digest = _digest(message, token, data)
        thread = _thread(incoming, token, account, digest)
        if not is_parsed:
            raise RefusedError(Refusal.TOO_LARGE if len(data) > MAX_BYTES else Refusal.UNREADABLE)
        html, files = _content(incoming)
        post = _post(thread, account, html, files, digest)
    except RefusedError as error:
        logger.info("mail refused: %s", error.reason)
        is_known = incoming.has_genuine_address or _is_account(incoming.sender)
        tell_of_refusal(message, error.reason, sender=incoming.sender, is_known=is_known, thread=incoming.thread)
        return Outcome(refusal=error.reason)
    if incoming.left_out:
        tell_of_left_out(message, post, incoming.left_out)
    return Outcome(post=post)


def clean_received() -> int:
    """Forget mails that were posted more than 90 days ago; gives their number."""
    number, _models = ReceivedMail.objects.filter(received_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    return number


def _opened(data: bytes) -> tuple[Message, bool]:
    """The mail and whether it could be parsed; else only its headers."""
    if len(data) <= MAX_BYTES:
        try:
            with time_limit(MAX_SECONDS):
                return parse(data), True
        except (UnreadableError, TooLongError):
            pass
    return parse_headers(data), False


def _sender(incoming: Incoming, recipient: str) -> tuple[ReplyToken, User]:
    """Who answers where: the signed address says it, and From must be the account's own address."""
    message = incoming.message
    senders = addresses(message, "From")
    if len(senders) != 1 or len(message.get_all("From", [])) != 1:
        raise RefusedError(Refusal.WRONG_SENDER)
    incoming.sender = senders[0]
    wanted = [recipient, *addresses(message, *_RECIPIENTS)]
    tokens = [token for token in map(read_token, wanted) if token is not None]
    if not tokens:
        raise RefusedError(Refusal.UNKNOWN_ADDRESS)
    incoming.has_genuine_address = True
    accounts = User.objects.in_bulk([token.user_id for token in tokens])
    for token in tokens:
        account = accounts.get(token.user_id)
        if account is not None and _is_address_of(incoming.sender, account):
            if not is_authentic(message, incoming.sender):
                raise RefusedError(Refusal.NOT_AUTHENTIC)
            return token, account
    raise RefusedError(Refusal.WRONG_SENDER)


def _thread(incoming: Incoming, token: ReplyToken, account: User, digest: str) -> ThreadPage:
    """The thread, when this member may still answer there and has not done so with this mail."""
    if ReceivedMail.objects.filter(digest=digest).exists():
        raise RefusedError(Refusal.TWICE)
    if not account.is_member:
        raise RefusedError(Refusal.NO_MEMBER)
    incoming.thread = ThreadPage.objects.visible_to(account).now(token.thread_id).first()
    if incoming.thread is None:
        raise RefusedError(Refusal.NO_THREAD)
    if token.is_expired:
        raise RefusedError(Refusal.EXPIRED)
    if incoming.thread.is_closed and not account.is_editor:
        raise RefusedError(Refusal.CLOSED)
    return incoming.thread


def _content(incoming: Incoming) -> tuple[str, list[SimpleUploadedFile]]:
    """The clean HTML of the answer, and its files."""
    try:
        with time_limit(MAX_SECONDS):
            text = own_text(text_of(incoming.message))
            files = list(files_of(incoming.message))
    except (TooLongError, RecursionError):
        raise RefusedError(Refusal.UNREADABLE) from None
    if len(text) > MAX_TEXT:
        raise RefusedError(Refusal.TOO_LONG)
    html = html_of_text(text)
    if not text_of_html(html):
        raise RefusedError(Refusal.EMPTY)
    return html, _checked(files, incoming.left_out)


def _post(thread: ThreadPage, author: User, html: str, files: list[SimpleUploadedFile], digest: str) -> Post:
    try:
        with transaction.atomic():
            # Waits for another process that has the same mail, and stands or falls with the post.
            if not ReceivedMail.objects.get_or_create(digest=digest)[1]:
                raise RefusedError(Refusal.TWICE)
            return post_reply(thread=thread, author=author, html=html, files=files, source=PostSource.MAIL)
    except ClosedError:
        raise RefusedError(Refusal.CLOSED) from None
    except PermissionDenied:
        raise RefusedError(Refusal.NO_MEMBER) from None
    except ThreadPage.DoesNotExist:
        raise RefusedError(Refusal.NO_THREAD) from None


def _checked(files: list[MailFile], left_out: list[str]) -> list[SimpleUploadedFile]:
    """The files that the site takes, without logos; the others are named in ``left_out`` with the reason."""
    taken: list[SimpleUploadedFile] = []
    for each in files:
        file = SimpleUploadedFile(each.name, each.content)
        problem = _problem(file)
        if problem:
            if not each.is_inline:
                left_out.append(f"{each.name}: {problem}")
            continue
        size = picture_size(file) if each.is_inline else None
        if size is not None and min(size) < LOGO_PIXELS:
            continue
        if len(taken) < MAX_FILES:
            taken.append(file)
        else:
            text = _("At most %(limit)d files go with one post.") % {"limit": MAX_FILES}
            left_out.append(f"{each.name}: {text}")
    return taken


def _problem(file: SimpleUploadedFile) -> str:
    """Why the site does not take the file; empty where it does."""
    try:
        check_file(file)
    except ValidationError as error:
        return " ".join(error.messages)
    except Exception:
        # The libraries that look into broken files know more errors than they name; a file must not cost the answer.
        logger.exception("a file of a mail could not be checked")
        return _("The file cannot be read.")
    return ""


def _digest(message: Message, token: ReplyToken, data: bytes) -> str:
    """What tells this answer from others: its Message-ID, or else all of it, with thread and member."""
    name = header(message, "Message-ID").encode() or hashlib.sha256(data).digest()
    return hashlib.sha256(f"{token.thread_id} {token.user_id} ".encode() + name).hexdigest()


def _is_address_of(address: str, account: User) -> bool:
    """Whether it is the account's, in any case of its letters.

    Others than ASCII's must be the same: Unicode has letters („K“ for Kelvin) that become others in lower case.
    """
    return address == account.email or (address.isascii() and address.lower() == account.email.lower())


def _is_account(address: str) -> bool:
    account = User.objects.filter(email__iexact=address, is_active=True).first() if address else None
    return account is not None and _is_address_of(address, account)
