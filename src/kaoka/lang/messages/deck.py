"""What this room says."""

from kaoka.lang.message import Message

MESSAGES: dict[str, Message] = {}
