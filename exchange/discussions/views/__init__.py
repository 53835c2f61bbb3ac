"""Views of the forum beside its pages."""
