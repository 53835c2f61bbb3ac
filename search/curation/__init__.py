"""What people do with the search: synonyms and recommended pages, what was looked for, searches kept by members."""
