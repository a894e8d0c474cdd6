"""What the gateway is compared with: a FastAPI route that asks with httpx. `python naive_proxy.py PORT ORIGIN`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from fastapi import FastAPI, Request, Response


@asynccontextmanager
async def one_client(app: FastAPI) -> AsyncIterator[None]:
    """One client with its pool of connections for all requests."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=64)
    async with httpx.AsyncClient(base_url=sys.argv[2], limits=limits) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=one_client)


@app.api_route("/members/{path:path}", methods=["GET", "POST"])
async def forward(path: str, request: Request) -> Response:
    """Ask the origin, and answer what it says."""
    client: httpx.AsyncClient = request.app.state.client
    answer = await client.request(request.method, f"/members/{path}", content=await request.body())
    return Response(answer.content, answer.status_code, media_type=answer.headers["content-type"])


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
