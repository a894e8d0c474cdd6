"""What somebody may mean who begins a word, among what members show to them: nothing else is a candidate."""

from collections.abc import Sequence

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_members.audiences.viewers import viewer_of
from partage_members.directory.naming import called_so
from partage_members.directory.queries import office_of
from partage_members.directory.schemas import Completions, Suggestion
from partage_members.search.asked import Asked
from partage_members.search.dictionary import completions
from partage_members.search.documents import SuggestionKind
from partage_members.search.numbering import visible_in
from partage_members.search.suggestions import MOST, begun_by
from partage_members.search.tokens import unplain


async def complete(
    session: Readable, caller: Caller | None, office: str | None, begun: str, wanted: Sequence[str]
) -> Completions:
    """How the last word of a query may go on among the words that the caller sees, and what that may be.

    Codes that are called so in the language that the caller reads best come first.

    Raises:
        Invalid: no office is named and the caller has none.
    """
    of = office_of(caller, office)
    viewer = await viewer_of(session, caller, of)
    words = Asked(begun).spoken()
    if not words:
        return Completions(words=[])
    visible = await visible_in(session, of, viewer.scopes)
    last = words[-1][0]
    codes = await called_so(session, of, visible.scopes, unplain(last), next(iter(wanted), None))
    told = await begun_by(session, visible.scopes, last)
    suggestions = {kind: [Suggestion(kind=kind, word=word) for word in some] for kind, some in told.items()}
    for kind, some in codes.items():
        best = [Suggestion(kind=kind, code=one.code, labels=dict(one.labels)) for one in some]
        suggestions[kind] = [*best, *suggestions.get(kind, ())][:MOST]
    return Completions(
        words=await completions(session, visible.scopes, last),
        suggestions=[one for kind in SuggestionKind for one in suggestions[kind]],
    )
