"""Is the server alive, is it ready, and what becomes of unknown routes."""

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from assistant.api.bodies import AliveBody, ReadyBody, ServiceDep
from assistant.api.errors import error_response
from assistant.errors import shown

router = APIRouter(tags=["health"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
def healthz() -> AliveBody:
    """The process is alive; nothing else is checked."""
    return AliveBody()


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", response_model=ReadyBody, responses={503: {"model": ReadyBody}})
def readyz(service: ServiceDep) -> JSONResponse:
    """200 once quoting answers can be given, 503 before and where loading failed; the model is not waited for."""
    state = service.readiness
    body = ReadyBody(
        ready=state.ready,
        index=state.index,
        embedding=state.embedding,
        model=state.model,
        problem=state.problem or state.model_problem,
    )
    return JSONResponse(body.model_dump(), 200 if state.ready else 503)


def add_unknown_routes(app: FastAPI) -> None:
    """Answer whatever else is asked for in the one form of errors; the pages would answer it otherwise."""
    described = {
        path.replace("{clause_id}", "{clause_id:path}"): ", ".join(sorted(method.upper() for method in operations))
        for path, operations in app.openapi()["paths"].items()
    }
    unknown = [(path, Unknown(allowed)) for path, allowed in described.items()]
    unknown += [(path, Unknown()) for path in ("/v1", "/v1/{rest:path}")]
    app.router.routes += [Route(path, answer, include_in_schema=False) for path, answer in unknown]


class Unknown:
    """ASGI application for what there is not, whatever the method: a function would be a route for GET alone."""

    def __init__(self, allowed: str = "") -> None:
        """`allowed`: the methods that there are; empty where the path is not known either."""
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say what there is."""
        path = shown(scope["path"])
        if self._allowed:
            told = f"{path} does not take {scope['method']}, only {self._allowed}."
            response = error_response(405, "method_not_allowed", told, headers={"Allow": self._allowed})
        else:
            response = error_response(404, "not_found", f"There is nothing at {path}. /docs lists what there is.")
        await response(scope, receive, send)
