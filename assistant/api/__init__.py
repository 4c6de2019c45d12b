"""The HTTP API under /v1; the only door to FastAPI. Start reading at `app`."""
