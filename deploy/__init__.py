"""Running a house: the local one of `make run`, the demo cooperative, and what production needs."""
