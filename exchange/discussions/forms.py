"""Forms of the forum. Texts come formatted out of the editor or, without a script, as plain text."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.discussions.attachments import MAX_FILES, FilesField
from exchange.discussions.enums import ThreadKind
from exchange.discussions.formatting import (
    clean_html,
    editor_html,
    html_of_text,
    text_of_html,
    typed_text_of_html,
)
from exchange.discussions.models import Attachment, Post, ThreadPage
from exchange.discussions.services_field import ServicesField
from exchange.discussions.tags_field import TagsField
from exchange.pages.enums import Visibility
from exchange.solutions.models import SolutionPage

MAX_TEXT = 100_000  # characters with mark-up; some forty printed pages
MAX_MARKS = 10_000  # of elements in it: cleaning takes the square of those that stand in each other
TITLE_LENGTH = 150


class FormattedText(forms.Textarea):
    """A text area that a script turns into an editor; the script tells by ``<name>-format`` that it sends HTML."""

    template_name = "discussions/widgets/formatted_text.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 10, "data-editor": "", **(attrs or {})})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Its HTML, out of the site's own templates, which Django's renderer of forms does not know."""
        context = self.get_context(name, value, attrs)
        return render_to_string(self.template_name, {**context, "flat_attrs": flatatt(context["widget"]["attrs"])})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text with how it was written."""
        return data.get(name, ""), data.get(f"{name}-format") == "html"

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form was sent without it."""
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The text to go on with: what was sent stays as it was sent."""
        text, is_html = value if isinstance(value, tuple) else (value or "", True)
        # What is too long to be taken apart comes back as it was sent.
        plain = text if not is_html or is_too_long(text) else typed_text_of_html(text)
        context: dict[str, Any] = super().get_context(name, plain, attrs)
        if is_too_long(text):
            context["widget"]["html"] = f"<pre>{escape(text)}</pre>"
        else:
            context["widget"]["html"] = editor_html(clean_html(text) if is_html else html_of_text(text))
        return context


def is_too_long(text: str) -> bool:
    """Whether a text is longer than posts may be, or has more mark-up than any."""
    return len(text) > MAX_TEXT or text.count("<") > MAX_MARKS


class FormattedTextField(forms.Field):
    """Clean HTML with at least some words in it."""

    widget = FormattedText

    def clean(self, value: Any) -> str:
        """The HTML; ValidationError for an empty or a very long text."""
        text, is_html = value if isinstance(value, tuple) else (value or "", False)
        if is_too_long(text):
            raise ValidationError(_("The text is too long; please attach a document instead."))
        html = clean_html(text) if is_html else html_of_text(text)
        if self.required and not text_of_html(html).strip():
            raise ValidationError(_("Please write something."))
        return html.replace("\0", "")


class ThreadHeadForm(forms.Form):
    """What stands at the head of a thread."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=ThreadKind.choices,
        widget=forms.RadioSelect,
        initial=ThreadKind.QUESTION,
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("The question in one sentence: “Who has connected the dog tax with the cash office?”"),
        widget=forms.TextInput({"data-similar": "", "autocomplete": "off"}),
    )
    tags = TagsField()
    services = ServicesField()
    solution = forms.ModelChoiceField(
        label=gettext_lazy("Solution"),
        queryset=SolutionPage.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("Municipalities that use it are told."),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Visible to"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        initial=Visibility.MEMBERS,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser would cut off what is pasted and say nothing.
        self.fields["title"].widget.attrs.pop("maxlength", None)
        solution = cast("forms.ModelChoiceField[SolutionPage]", self.fields["solution"])
        solution.queryset = SolutionPage.objects.visible_to(user).order_by("title").only("title")

    def clean_title(self) -> str:
        """The title on one line, with something in it that can be read."""
        title = " ".join(self.cleaned_data["title"].split())
        if not any(character.isalnum() for character in title):
            raise ValidationError(_("Please write the question in words."))
        return title

    @staticmethod
    def initial_of(thread: ThreadPage) -> dict[str, Any]:
        """What the form shows of an existing thread."""
        return {
            "kind": thread.thread_kind,
            "title": thread.title,
            "tags": [tag.name for tag in thread.tag_list],
            "services": "; ".join(service.name for service in thread.service_list),
            "solution": thread.solution_id,
            "visibility": thread.visibility,
        }


class ThreadForm(ThreadHeadForm):
    """A new thread."""

    text = FormattedTextField(label=gettext_lazy("Text"))
    attachments = FilesField()
    field_order = ("kind", "title", "text", "attachments", "tags", "services", "solution", "visibility")


class ReplyForm(forms.Form):
    """An answer."""

    text = FormattedTextField(label=gettext_lazy("Your answer"))
    attachments = FilesField()


class EditForm(forms.Form):
    """Another text of a post, other files; ``seen`` tells which version was edited."""

    text = FormattedTextField(label=gettext_lazy("Text"))
    removed = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Take these files off"),
        queryset=Attachment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They are deleted at once and cannot be brought back."),
    )
    attachments = FilesField(label=gettext_lazy("More pictures and files"))
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = post.attachments.count()
        if self._kept:
            cast("forms.ModelMultipleChoiceField[Attachment]", self.fields["removed"]).queryset = post.attachments.all()
        else:
            del self.fields["removed"]

    def clean(self) -> dict[str, Any]:
        """As many files at most as a new post may have."""
        values = super().clean() or {}
        left = self._kept - len(values.get("removed") or ())
        if left + len(values.get("attachments") or ()) > MAX_FILES:
            self.add_error(
                "attachments",
                ValidationError(_("At most %(limit)d files go with one post."), params={"limit": MAX_FILES}),
            )
        return values


class RemovalForm(forms.Form):
    """Why a post is taken away."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Shown in place of the post."),
    )


class ManageForm(forms.Form):
    """What editors do with a thread."""

    is_closed = forms.BooleanField(label=gettext_lazy("Closed: no more answers"), required=False)
    is_pinned = forms.BooleanField(label=gettext_lazy("Pinned on top of the list"), required=False)
    duplicate_of = forms.CharField(
        label=gettext_lazy("Asked before in"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Address of the original thread; this one is closed and leads there."),
    )
    merge_into = forms.CharField(
        label=gettext_lazy("Merge into"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Address of the other thread; all posts go there. This cannot be undone."),
    )

    def clean_duplicate_of(self) -> ThreadPage | None:
        """The thread at this address; ValidationError where there is none."""
        return thread_at(self.cleaned_data["duplicate_of"])

    def clean_merge_into(self) -> ThreadPage | None:
        """The thread at this address; ValidationError where there is none."""
        return thread_at(self.cleaned_data["merge_into"])


class SplitForm(forms.Form):
    """Answers that go to a thread of their own, or to another one."""

    posts = forms.MultipleChoiceField(
        label=gettext_lazy("Posts"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose the posts that are to move.")},
    )
    title = forms.CharField(label=gettext_lazy("Title of the new thread"), max_length=TITLE_LENGTH, required=False)
    target = forms.CharField(
        label=gettext_lazy("Or: address of the thread they belong to"), max_length=500, required=False
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["posts"]).choices = choices

    def clean_target(self) -> ThreadPage | None:
        """The thread at this address; ValidationError where there is none."""
        return thread_at(self.cleaned_data["target"])

    def clean(self) -> dict[str, Any]:
        """Either a title or a target."""
        values = super().clean() or {}
        if not self.errors and bool(values.get("title")) == bool(values.get("target")):
            raise ValidationError(_("Please give either a title for a new thread or the address of another one."))
        return values


def thread_at(address: str) -> ThreadPage | None:
    """The thread at an address as copied out of the browser; None for nothing, ValidationError where there is none."""
    bare = address.strip().partition("?")[0].partition("#")[0].rstrip("/")
    if not bare:
        return None
    thread: ThreadPage | None = ThreadPage.objects.live().filter(slug=bare.rpartition("/")[2].replace("\0", "")).first()
    if thread is None:
        raise ValidationError(_("There is no thread at this address."))
    return thread
