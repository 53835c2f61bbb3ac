"""The texts of uploaded documents, so that a search looks into them too."""
