"""Whether a question can be taken: its text, and everything that it names."""

from dataclasses import replace

from assistant.errors import ConversationFull, ModelUnsupported, UnknownConversation, UnknownDocument, shown
from assistant.models.model import ChatModel
from assistant.questions import Question, checked_text
from vectorstore.conversations import Conversations
from vectorstore.documents import Corpus, Filters

LONGEST = 200
"""Answers that one conversation may have."""


def checked(question: Question, model: ChatModel | None, corpus: Corpus, conversations: Conversations) -> Question:
    """The question with its text tidied.

    Raises:
        QuestionError: the text cannot be taken.
        ConversationFull: the conversation is as long as one may be.
        UnknownDocument, UnknownConversation: a filter or the conversation does not exist.
        ModelUnsupported: a language model is asked for and there is none.
    """
    if question.composer == "generate" and model is None:
        raise ModelUnsupported(
            "No language model is set up, so composer 'generate' cannot be used. Leave it out or send composer 'quote'."
        )
    if question.judge == "model" and model is None:
        raise ModelUnsupported(
            "No language model is set up, so judge 'model' cannot be used. Leave it out or send judge 'quick'."
        )
    known(question.filters, corpus)
    if question.conversation_id is not None:
        _check_conversation(conversations, question.conversation_id, question.owner)
    return replace(question, text=checked_text(question.text))


def known(filters: Filters, corpus: Corpus) -> Filters:
    """The same filters, if every document that they name exists.

    Raises:
        UnknownDocument: one does not.
    """
    for document_id in filters.documents:
        if document_id not in corpus.documents:
            listed = ", ".join(corpus.documents)
            raise UnknownDocument(f"There is no document {shown(document_id)}. Known are: {listed}.")
    return filters


def _check_conversation(conversations: Conversations, conversation_id: str, owner: str | None) -> None:
    length = conversations.length(conversation_id, owner)
    if length is None:
        told = f"There is no conversation {shown(conversation_id)}. Leave it out to open a new one."
        raise UnknownConversation(told)
    if length >= LONGEST:
        told = f"The conversation has {length:,} answers, as many as one may have. Leave it out to open a new one."
        raise ConversationFull(told)
