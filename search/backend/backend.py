"""The backend: what belongs together."""

from modelsearch.backends.base import BaseSearchBackend

from search.backend.compilers import ObjectAutocompleteCompiler, ObjectQueryCompiler
from search.backend.index import ObjectIndex, ObjectIndexRebuilder
from search.backend.results import ObjectSearchResults


class SearchBackend(BaseSearchBackend):
    """Wagtail's search API, answered by our own engine."""

    query_compiler_class = ObjectQueryCompiler
    autocomplete_query_compiler_class = ObjectAutocompleteCompiler
    index_class = ObjectIndex
    results_class = ObjectSearchResults
    rebuilder_class = ObjectIndexRebuilder
