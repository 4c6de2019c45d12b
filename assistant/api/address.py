"""The address that people reach this server by: what links begin with that are carried elsewhere."""

import re
from typing import Annotated

from fastapi import Depends, Request

from assistant.api.bodies import ServiceDep

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
"""Headers by which a proxy tells that people came to it and not to us."""


def address(request: Request, service: ServiceDep) -> str:
    """ "https://accord.example", without a slash at its end; empty where the address is not known.

    It is the one that is set, else that of the request, whose host name is one of ours by then; but behind a proxy the
    request does not tell what people see.
    """
    settings = service.settings
    if settings.public_url is not None:
        return settings.public_url
    host = request.headers.get("host", "")
    proxied = settings.proxy is not None or any(name in request.headers for name in _FORWARDED)
    return "" if proxied or not _HOST.fullmatch(host) else f"{request.scope['scheme']}://{host}"


AddressDep = Annotated[str, Depends(address)]
