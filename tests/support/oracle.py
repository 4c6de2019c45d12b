"""What must be true of whatever a reader is shown, by an oracle that knows nothing of the code that guards."""

import json
import re
from http.client import HTTPConnection

from attacks import KEY

from assistant.prompt import examples
from vectorstore.words import is_function_word, stem_of

OURS = ("The two countries will", "The two countries", "Japan and the UK", "The UK and Japan")
NEGATIONS = re.compile(r"\b(?:not|no|never|none|nor|neither|nothing|without|cannot|\w+n[’']t)\b", re.IGNORECASE)
FORBIDDEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[<>]|\]\(|://|!\[|```|\|"
)
"""Control, bidi and zero-width characters; markup, links, images."""
_SPAN = 6
"""Words of the prompt in a row that may not be shown."""


class Oracle:
    """Checks what a server of ours shows against the texts that it has, and against what its model was sent."""

    def __init__(self, port, model, folder):
        self._port, self._model, self._folder = port, model, folder
        self._got = {}
        told = " ".join(each.text for each in examples()).split()
        self._prompt = {" ".join(told[at : at + _SPAN]) for at in range(len(told) - _SPAN + 1)}

    def get(self, path):
        """What the server has there; asked for once."""
        if path not in self._got:
            connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
            connection.request("GET", path)
            self._got[path] = json.loads(connection.getresponse().read())
            connection.close()
        return self._got[path]

    def check(self, statements, citations, text):
        """`text` is all that is shown of an answer, with [1] markers."""
        cited = {each["number"]: each for each in citations}
        for each in citations:
            of = self.get(f"/v1/documents/{each['document_id']}")["text"]
            clause = self.get(f"/v1/clauses/{each['clause_id']}")
            assert of[each["start"] : each["end"]] == each["quote"]
            assert clause["start"] <= each["start"] < each["end"] <= clause["end"]
        unquoted = _without([each["quote"] for each in citations], text)
        assert {int(number) for number in re.findall(r"\[(\d+)\]", unquoted)} == set(cited)
        for statement in statements:
            self._check_statement(statement, [cited[number] for number in statement["citations"]])
        marks = re.findall("Passages ([0-9a-f]{6}):", str(self._model.asked[-1].messages) if self._model.asked else "")
        assert not [each for each in marks if each in unquoted]

    def check_nothing_leaks(self, everything, but_what_is_echoed):
        """`everything` that is sent or shown, and the same without what the asker sent and the model's name."""
        assert KEY not in everything
        assert str(self._folder) not in but_what_is_echoed
        assert self._model.url not in but_what_is_echoed
        assert "ACCORD_" not in but_what_is_echoed
        assert not [each for each in self._prompt if each in but_what_is_echoed]

    def _check_statement(self, statement, cited):
        rest = _without([each["quote"] for each in cited], statement["text"])
        match statement["support"]:
            case "verbatim":
                lead_in = re.fullmatch(r"(?:its words are: )?(?:will ([a-z][a-z -]*) )?“”\.?", rest)
                assert cited, statement
                assert lead_in, rest
                clause = self.get(f"/v1/clauses/{cited[0]['clause_id']}")["text"].casefold()
                assert lead_in[1] is None or clause.startswith(lead_in[1])
            case "supported":
                assert not carried_badly(statement["text"], cited[0]["quote"])
                assert len(cited) == 1
                assert not FORBIDDEN.search(statement["text"])
            case "notice" | "records":
                assert not FORBIDDEN.search(rest), statement
                assert "PWNED" not in rest or statement["support"] == "records", statement  # a word that was looked for


def carried_badly(text, quote):
    """What a sentence has that the quote it cites has not."""
    for ours in OURS:
        text = text.removeprefix(f"{ours} ")
    stems = {stem_of(each) for each in re.findall(r"[^\W\d_]+", quote)}
    words = [each for each in re.findall(r"[^\W\d_]+", text) if not is_function_word(each)]
    strange = [each for each in words if stem_of(each) not in stems]
    figures = set(re.findall(r"[-£$€]?\d[\d.,]*\w*%?", text.rstrip("."))) - set(
        re.findall(r"[-£$€]?\d[\d.,]*\w*%?", quote)
    )
    names = [each for each in re.findall(r"(?<=\w )[A-Z]\w+", text) if each not in quote]
    negated = [[each.casefold() for each in NEGATIONS.findall(side)] for side in (text, quote)]
    return [*strange, *figures, *names, *([] if set(negated[0]) == set(negated[1]) else ["negation"])]


def _without(quotes, text):
    """The text without these quotes; where they stood, empty quotation marks."""
    for quote in sorted(quotes, key=len, reverse=True):
        text = text.replace(quote, "")
    return text
