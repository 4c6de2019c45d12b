"""A client for the process that owns the data folder; the only door to httpx.

Two processes cannot have a store open at once: whoever finds the folder taken asks its owner instead.
"""

from typing import Any

import httpx

from vectorstore.errors import StoreBusy, StoreError

_TIMEOUT = 600.0


class OwnerError(StoreError):
    """The owner answered with an error; its code and message are passed on."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class OwnerClient:
    """Asks the server that a `StoreBusy` names."""

    def __init__(self, busy: StoreBusy) -> None:
        """Raises StoreBusy again where its owner does not serve."""
        if busy.url is None:
            raise busy
        self._http = httpx.Client(
            base_url=busy.url, timeout=_TIMEOUT, headers={"Authorization": f"Bearer {busy.token}"}, trust_env=False
        )

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send JSON, give back JSON.

        Raises:
            OwnerError: the owner could not be reached or refused.
        """
        return self._send("POST", path, json=body)

    def _send(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        try:
            response = self._http.request(method, path, **content)
            body: dict[str, Any] = response.json()
        except UnicodeEncodeError as error:
            raise OwnerError("encoding", f"What was typed is not valid Unicode: {error.object!a}.") from error
        except (httpx.HTTPError, ValueError) as error:
            raise OwnerError(
                "owner_unreachable", f"The server at {self._http.base_url} did not answer: {error}"
            ) from error
        if response.is_error:
            problem = body.get("error", {})
            raise OwnerError(problem.get("code", "owner"), problem.get("message", f"HTTP {response.status_code}"))
        return body
