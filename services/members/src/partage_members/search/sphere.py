"""Distances on the earth as arithmetic: points on a sphere of radius 1, and the chord between them."""

from math import asin, cos, radians, sin, sqrt

from partage_members.search.documents import Point

RADIUS_KM = 6_371.0088
"""Mean radius of the earth (IUGG)."""

Vector = tuple[float, float, float]


def vector(point: Point) -> Vector:
    """The point on the sphere."""
    latitude, longitude = radians(point.latitude), radians(point.longitude)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def squared_chord(kilometres: float) -> float:
    """The square of the chord between points so far apart along the surface."""
    return 4 * sin(min(kilometres / RADIUS_KM, 3.141592653589793) / 2) ** 2


def kilometres(squared: float) -> float:
    """How far points are apart along the surface whose chord has this square."""
    return 2 * RADIUS_KM * asin(min(1.0, sqrt(squared) / 2))
