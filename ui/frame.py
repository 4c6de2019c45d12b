"""What stands around every page that needs no script."""

from typing import Any

from assistant.access.who import Who


def around(who: Who) -> dict[str, Any]:
    """What the frame's template is to know of who reads the page."""
    return {"person": who.id if who.kind == "user" else None, "reviews": who.may("draft")}
