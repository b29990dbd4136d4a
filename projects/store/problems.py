# SPDX-License-Identifier: MIT
"""Problems of a project, each as one sentence a user can act on. No sentence holds a value of the data."""

from __future__ import annotations

import datetime as dt

from wording import Problem, msg


class StoreProblem(Problem):
    """A problem of the project on disk; each subclass names its sentence."""

    key = "store.damaged_project"

    def __init__(self, **args: object) -> None:
        super().__init__(msg(self.key, **args))


class WrongPassphrase(StoreProblem):
    """No slot opens with this passphrase, and the key file itself is whole."""

    key = "store.wrong_passphrase"


class DamagedProject(StoreProblem):
    """A file of the project is not what was written."""

    key = "store.damaged_project"


class DamagedKeys(DamagedProject):
    """The key file does not match its own checksum."""

    key = "store.damaged_keys"


class ForgedKeys(DamagedProject):
    """The key file is whole, and is not the one that the project's log knows."""

    key = "store.forged_keys"


class EarlierKeys(ForgedKeys):
    """The key file is from before a new key: it names a database that the next one has replaced."""

    key = "store.earlier_keys"


class TooManySlots(StoreProblem):
    """A project has at most 64 ways in, and 64 to its identifiers."""

    key = "store.too_many_slots"


class MissingKeys(DamagedProject):
    """The folder holds a project's files, but not its key file."""

    key = "store.missing_keys"


class EmptyDatabase(DamagedProject):
    """The database file is empty: opening it would silently make a new one."""

    key = "store.empty_database"


class DamagedObject(DamagedProject):
    """A stored object is missing or is not what was written."""

    key = "store.damaged_object"


class ForeignFolder(StoreProblem):
    """The folder is not a project."""

    key = "store.foreign_folder"


class FolderTaken(StoreProblem):
    """A new project needs a folder of its own."""

    key = "store.folder_taken"


class TargetBusy(FolderTaken):
    """Another writer lays a project out under that name right now."""

    key = "store.target_busy"


class ProjectInUse(StoreProblem):
    """Another window or program holds the project: `user` on `machine` since `since`, where that can be told."""

    key = "store.in_use"

    def __init__(self, user: str = "", machine: str = "", since: dt.datetime | None = None, **args: object) -> None:
        self.user, self.machine, self.since = user, machine, since
        if since is None:
            super().__init__(**args)
        else:
            self.key = "store.in_use_by"
            super().__init__(user=user or msg("store.somebody"), machine=machine or "–", since=since)


class NewerVersion(StoreProblem):
    """The project was last written by a newer version of the program."""

    key = "store.newer_version"


class DiskFull(StoreProblem):
    """The disk has no room for the action; nothing was changed."""

    key = "store.disk_full"


class CannotWrite(StoreProblem):
    """The place refuses to be written; nothing was changed."""

    key = "store.cannot_write"


class CannotRead(StoreProblem):
    """The system keeps this user from reading the project's files."""

    key = "store.cannot_read"


class FolderMoved(CannotWrite):
    """The project's folder was renamed or moved while it is open; nothing was changed."""

    key = "store.folder_moved"


class PlaceFull(StoreProblem):
    """The second place has no room; the copies that were there stay."""

    key = "store.second_full"


class PlaceUnavailable(StoreProblem):
    """The second place is not at hand, or was taken away while copying."""

    key = "store.second_gone"


class PlaceRefuses(StoreProblem):
    """The second place cannot be written."""

    key = "store.second_refuses"


class ReadOnlyProject(StoreProblem):
    """The project was opened to be read only."""

    key = "store.read_only"


class LinkLocked(StoreProblem):
    """What is asked for lies under the link key, which was not given."""

    key = "store.link_locked"


class ErasureCutShort(StoreProblem):
    """The identifiers were erased, the rest not yet: the next opening carries it to its end."""

    key = "store.erasure_cut_short"


class NothingToUndo(StoreProblem):
    """There is no action left to undo or redo."""

    key = "store.nothing_to_undo"


class CannotUndo(StoreProblem):
    """Undoing would contradict what was stored since, or what was erased."""

    key = "store.cannot_undo"


class NoSnapshot(StoreProblem):
    """There is no verified snapshot to show or restore."""

    key = "store.no_snapshot"


class NoSuchSnapshot(NoSnapshot):
    """The project has no verified snapshot of that name."""

    key = "store.no_such_snapshot"


class LastSnapshot(StoreProblem):
    """The only snapshot there is stays."""

    key = "store.last_snapshot"


class LastSlot(StoreProblem):
    """Without this slot nobody could open the project, or its identifiers."""

    key = "store.last_slot"


class ReadOnlyMedia(StoreProblem):
    """The project lies on media that cannot be written."""

    key = "store.read_only_media"


class BadPackage(StoreProblem):
    """A .pwbz file is cut off, damaged, or no package of a project."""

    key = "store.bad_package"


class WeakPassphrase(StoreProblem):
    """An empty passphrase protects nothing."""

    key = "store.empty_passphrase"


class SourceChanged(StoreProblem):
    """A file that was brought in has changed since; it is left where it is."""

    key = "store.source_changed"


class NoPrintedHead(StoreProblem):
    """What was typed holds no number and digits as a report prints them."""

    key = "store.no_printed_head"
