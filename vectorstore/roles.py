"""What keys and people may do, by name."""

from typing import Literal

Scope = Literal["ask", "draft", "admin"]
"""Of keys: each allows what those before it allow."""
Role = Literal["member", "staff", "admin"]
"""Of people."""
