"""What could be written in a sentence's place: the text's own words, led in as what they are."""

from assistant.draft.finding import Verdict
from assistant.draft.grounds import Ground
from assistant.lead_in import lead_in
from assistant.names import called
from vectorstore.documents import Corpus


def suggestion(corpus: Corpus, ground: Ground, verdict: Verdict) -> str:
    """A sentence that quotes the text's sentence word for word."""
    document = corpus.documents[ground.clause.document_id]
    name = called(document)
    before, (start, end) = lead_in(corpus, ground.clause, ground.span)
    quote = corpus.quote(document.id, (start, end))
    stop = "." if quote.endswith(".") else ""
    quoted = f"“{quote.removesuffix('.')}”{stop or '.'}"
    if document.kind == "coverage":
        return f"{name[0].upper() if name.startswith('the ') else name[0]}{name[1:]} writes: {quoted}"
    if before:
        return (
            f"According to {name}, the two countries {before}{quoted}"
            if ground.parties
            else f"By {name}, they {before}{quoted}"
        )
    return f"{name[0].upper()}{name[1:]} says: {quoted}"
