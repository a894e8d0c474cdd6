"""What the gateway is compared with: a FastAPI route that asks with httpx. `python naive_proxy.py PORT ORIGIN`."""

import sys

import httpx
import uvicorn
from fastapi import FastAPI, Request, Response

app = FastAPI()


@app.api_route("/members/{path:path}", methods=["GET", "POST"])
async def forward(path: str, request: Request) -> Response:
    """Ask the origin with a client of this request's own, and answer what it says."""
    async with httpx.AsyncClient() as client:
        answer = await client.request(request.method, f"{sys.argv[2]}/members/{path}", content=await request.body())
    return Response(answer.content, answer.status_code, media_type=answer.headers["content-type"])


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
