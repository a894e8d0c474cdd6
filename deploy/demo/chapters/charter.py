"""The charter: drafted by the buyer, discussed with members and the ethics committee, signed by the committee (R12)."""

from deploy.demo.answers import Actor
from deploy.demo.cast import buyer, ethics_committee, language_of, member
from deploy.demo.door import Door, each
from deploy.demo.material import document, said
from deploy.demo.people import OFFICES, members

OFFICE = OFFICES[0]
"""This office has a charter; the other one runs the referencing platform alone."""

COMMENTS = (
    ("member", 5, "carbon-footprint"),
    ("delivery", 8, "packaging-delivery"),
    ("committee", None, "no-social-dumping"),
)
"""Which text, from which member (none: the committee), about which criterion."""


def charter_path(door: Door) -> str:
    """Where the charter version is."""
    return f"/procurement/v1/charters/{door.journal['charter']}"


async def draft_charter(door: Door) -> None:
    """The buyer drafts the charter and shows it to the members."""
    shipped = {name: part for name, part in document("charter").items() if name not in ("code", "version")}
    await door.post("charter", buyer(OFFICE), "/procurement/v1/charters", shipped)
    await door.post("charter/consult", buyer(OFFICE), f"{charter_path(door)}/consult")


async def discuss_charter(door: Door) -> None:
    """Members and the ethics committee comment; the buyer answers every comment."""

    async def comment(remark: tuple[str, int | None, str]) -> None:
        text, number, about = remark
        author: Actor = ethics_committee(OFFICE) if number is None else member(members(OFFICE)[number])
        language = language_of(OFFICE) if number is None else members(OFFICE)[number].language
        words = {"about": about, "text": said(f"charter-comment-{text}")[language]}
        written = await door.post(f"charter/comment/{text}", author, f"{charter_path(door)}/comments", words)
        answer = {"answer": said("charter-answer")[language]}
        path = f"{charter_path(door)}/comments/{written}/answer"
        await door.post(f"charter/answer/{text}", buyer(OFFICE), path, answer)

    await each(COMMENTS, comment)


async def sign_charter(door: Door) -> None:
    """The buyer submits the charter; the ethics committee signs it."""
    await door.post("charter/submit", buyer(OFFICE), f"{charter_path(door)}/submit")
    await door.post("charter/sign", ethics_committee(OFFICE), f"{charter_path(door)}/sign")
