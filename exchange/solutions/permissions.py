"""What may be done with pages of the wiki: everything that can be undone, by every member."""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester


class EditorsUnpublishTester(PagePermissionTester):
    """Only editors take a page away from its readers."""

    def can_unpublish(self) -> bool:
        """Editors only."""
        return self._is_editor and bool(super().can_unpublish())

    @property
    def _is_editor(self) -> bool:
        return bool(getattr(self.user, "is_editor", False))


class IndexPermissionTester(EditorsUnpublishTester):
    """The page of all solutions: members write below it, it itself is the editors' business."""

    def can_edit(self) -> bool:
        """Editors only."""
        return self._is_editor and bool(super().can_edit())

    def can_publish(self) -> bool:
        """Editors only."""
        return self._is_editor and bool(super().can_publish())


class WikiPermissionTester(EditorsUnpublishTester):
    """Members write and publish; only editors delete, which ends the history, and move."""

    def can_publish(self) -> bool:
        """Every member; what editors have taken off the site, only they put back."""
        taken_away = self.page.first_published_at is not None and not self.page.live
        return (self._is_editor or not taken_away) and bool(super().can_publish())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Editors only."""
        return self._is_editor and bool(super().can_delete(ignore_bulk))

    def can_move(self) -> bool:
        """Editors only."""
        return self._is_editor and bool(super().can_move())

    def can_move_to(self, destination: Any) -> bool:
        """Editors only."""
        return self._is_editor and bool(super().can_move_to(destination))
