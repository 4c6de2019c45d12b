"""What the server shows without the chat: one value with all its pages, for the part `plain_pages`."""

from ui.briefing import briefing_html
from ui.check import check_html
from ui.commitments import commitments_html
from ui.compared import compared_html
from ui.documents import clause_html, document_html, documents_html, missing_html
from ui.manage import intake_html, manage_html, manage_script, managed_html
from ui.review import cleared_html, review_html, reviewed_html, unknown_answer_html
from ui.shared import shared_html
from ui.sign_in import sign_in_html
from ui.templating import stylesheet

__all__ = [
    "briefing_html",
    "check_html",
    "clause_html",
    "cleared_html",
    "commitments_html",
    "compared_html",
    "document_html",
    "documents_html",
    "intake_html",
    "manage_html",
    "manage_script",
    "managed_html",
    "missing_html",
    "review_html",
    "reviewed_html",
    "shared_html",
    "sign_in_html",
    "stylesheet",
    "unknown_answer_html",
]
