"""What the commands say."""

from kaoka.lang.message import Message

MESSAGES: dict[str, Message] = {
    "unknown_code": Message(
        "There is no problem code “{code}”. `kaoka explain` without a code lists them all."
    ),
    "not_empty": Message(
        "{folder} is not empty; nothing was written.", "Name a new folder, or an empty one."
    ),
    "os_error": Message(
        "{reason}: {file}. Nothing was left half-written.",
        "The disk is full, or the place cannot be written to. Free room or name another place with -o.",
    ),
    "missing_extra": Message(
        "This needs the extra “{extra}”: pip install 'kaoka[{extra}]'",
        "Some formats need libraries that the base install leaves out.",
    ),
    "unknown_schema": Message("There is no schema “{name}”; there are {known}."),
}
