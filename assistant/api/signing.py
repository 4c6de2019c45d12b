"""Signing in and out: `/sign-in`, `/sign-out`."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from assistant import parts
from assistant.access.limits import Attempts, TooMany
from assistant.access.people import SIGNED_IN_FOR
from assistant.api.bodies import ServiceDep
from assistant.api.cookies import SESSION, Cookies
from assistant.api.guard import SIGN_IN
from assistant.api.pages import NO_STORE, POLICY

router = APIRouter(include_in_schema=False)

WRONG = "This name and password do not fit together. Try again, or ask whoever runs this server."


@router.get(SIGN_IN)
def sign_in_page(to: Annotated[str, Query(alias="next")] = "/") -> HTMLResponse:
    """The form."""
    return _page(to)


@router.post(SIGN_IN)
async def sign_in(request: Request, service: ServiceDep) -> Response:
    """Name and password from the form; on to the page that was wanted, or the form again with what was wrong."""
    form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    name, password, to = (form.get(field, [""])[0] for field in ("name", "password", "next"))
    address = request.state.address
    attempts: Attempts = request.app.state.attempts
    try:
        attempts.check(name, address)
    except TooMany as error:
        page = _page(to, str(error), name, HTTPStatus.TOO_MANY_REQUESTS)
        page.headers["Retry-After"] = str(error.after)
        return page
    signed_in = await run_in_threadpool(service.admission.people.sign_in, name, password)
    if signed_in is None:
        attempts.failed(name, address)
        return _page(to, WRONG, name, HTTPStatus.UNAUTHORIZED)
    response = RedirectResponse(_local(to), HTTPStatus.SEE_OTHER, NO_STORE)
    cookie = _cookies(request).session(signed_in.token, int(SIGNED_IN_FOR.total_seconds()))
    response.headers.append("set-cookie", cookie)
    return response


@router.post("/sign-out")
async def sign_out(request: Request, service: ServiceDep) -> Response:
    """The session ends here and on the server."""
    if token := request.cookies.get(_cookies(request).name(SESSION)):
        await run_in_threadpool(service.admission.people.sign_out, token)
    response = RedirectResponse(SIGN_IN, HTTPStatus.SEE_OTHER, NO_STORE)
    response.headers.append("set-cookie", _cookies(request).session("", 0))
    return response


def _page(to: str, problem: str | None = None, name: str = "", status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    html = parts.plain_pages().sign_in_html(_local(to), problem, name)
    return HTMLResponse(html, status, {**NO_STORE, **POLICY})


def _cookies(request: Request) -> Cookies:
    cookies: Cookies = request.app.state.cookies
    return cookies


def _local(to: str) -> str:
    """A path of this server to go on to; nobody is sent elsewhere from here."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() else "/"
