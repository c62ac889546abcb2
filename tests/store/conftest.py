"""Properties that write to a disk take the time that the disk takes."""

from hypothesis import settings

settings.register_profile("disk", deadline=None)
settings.load_profile("disk")
