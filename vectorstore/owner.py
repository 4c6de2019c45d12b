"""A client for the process that owns the data folder; a door to httpx.

Two processes cannot have a store open at once: whoever finds the folder taken asks its owner instead.
"""

from typing import Any

import httpx

from vectorstore.errors import StoreBusy, StoreError

_TIMEOUT = 600.0
_SOON = 5.0
"""Seconds in which a server says whether it is ready."""


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
        return self._answer("POST", path, json=body)

    def get(self, path: str, query: dict[str, Any]) -> dict[str, Any]:
        """Ask with parameters, give back JSON; those that are null are left out.

        Raises:
            OwnerError: the owner could not be reached or refused.
        """
        return self._answer("GET", path, params={name: value for name, value in query.items() if value is not None})

    def post_file(self, path: str, name: str, data: bytes, fields: dict[str, str]) -> bytes:
        """Send a file with fields beside it in a form, give back the bytes that come.

        Raises:
            OwnerError: the owner could not be reached or refused.
        """
        try:
            response = self._http.post(path, files={"file": (name, data)}, data=fields)
            problem = response.json().get("error", {}) if response.is_error else None
        except (httpx.HTTPError, ValueError) as error:
            told = f"The server at {self._http.base_url} did not answer: {error}"
            raise OwnerError("owner_unreachable", told) from error
        if problem is not None:
            raise OwnerError(problem.get("code", "owner"), problem.get("message", f"HTTP {response.status_code}"))
        return response.content

    def readiness(self) -> dict[str, Any]:
        """What the owner says at `/readyz`, ready or not; waits some seconds at most.

        Raises:
            OwnerError: the owner could not be reached.
        """
        return self._send("GET", "/readyz", timeout=_SOON)[1]

    def _answer(self, method: str, path: str, **content: Any) -> dict[str, Any]:
        response, answer = self._send(method, path, **content)
        if response.is_error:
            problem = answer.get("error", {})
            raise OwnerError(problem.get("code", "owner"), problem.get("message", f"HTTP {response.status_code}"))
        return answer

    def _send(self, method: str, path: str, **content: Any) -> tuple[httpx.Response, dict[str, Any]]:
        try:
            response = self._http.request(method, path, **content)
            body: dict[str, Any] = response.json()
        except UnicodeEncodeError as error:
            raise OwnerError("encoding", f"What was typed is not valid Unicode: {error.object!a}.") from error
        except (httpx.HTTPError, ValueError) as error:
            raise OwnerError(
                "owner_unreachable", f"The server at {self._http.base_url} did not answer: {error}"
            ) from error
        return response, body
