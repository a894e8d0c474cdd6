"""The demo cooperative: about three hundred fictional members in two offices, and what they do with Partage."""
