"""Is the server alive, is it ready, and what becomes of unknown routes."""

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.routing import compile_path

from assistant.api.bodies import ReadyBody, ServiceDep
from assistant.api.errors import error_response
from assistant.errors import shown

router = APIRouter(tags=["health"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
def healthz() -> dict[str, bool]:
    """The process is alive; nothing else is checked."""
    return {"alive": True}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", responses={503: {"model": ReadyBody}})
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
    """Answer whatever else is asked for under /v1 in the one form of errors; the pages would answer it otherwise."""
    described = [
        (compile_path(path.replace("{clause_id}", "{clause_id:path}"))[0], {method.upper() for method in operations})
        for path, operations in app.openapi()["paths"].items()
    ]

    async def unknown(request: Request) -> JSONResponse:
        allowed = set().union(*(methods for pattern, methods in described if pattern.match(request.url.path)))
        path = shown(request.url.path)
        if allowed:
            told = f"{path} does not take {request.method}, only {', '.join(sorted(allowed))}."
            return error_response(405, "method_not_allowed", told, headers={"Allow": ", ".join(sorted(allowed))})
        return error_response(404, "not_found", f"There is nothing at {path}. /docs lists what there is.")

    for path in ("/v1", "/v1/{rest:path}"):
        app.add_route(
            path, unknown, ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], include_in_schema=False
        )
