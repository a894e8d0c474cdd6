"""What caches between here and a reader may keep of answers that depend on who asks."""

from fastapi import Request, Response


async def for_this_caller(request: Request, response: Response) -> None:
    """What one caller sees is no answer for another, nor for the same a moment after somebody hid."""
    response.headers["Vary"] = "Authorization"
    response.headers["Cache-Control"] = "private, no-cache" if "authorization" in request.headers else "no-cache"
