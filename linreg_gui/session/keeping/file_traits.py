"""What a file has besides its content: rights, owner, attributes; for the one that takes its place."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# What others were let in by, or what a person has noted; the rest is the system's own business.
_PRECIOUS = ("user.", "system.")
# Of the earlier content, and wrong for another one.
_OF_CONTENT = ("security.ima", "security.evm", "security.capability")
_ACCESS_LIST = "system.posix_acl_access"


@dataclass(frozen=True)
class FileTraits:
    """Of a file that is about to be replaced.

    Attributes
    ----------
    mode, owner, group, links : int
        As the system has them; links are the names that lead to the file.
    attributes : mapping from str to bytes
        Extended ones, access lists among them, where the system has any.
    """

    mode: int
    owner: int
    group: int
    links: int
    attributes: Mapping[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, path: Path) -> FileTraits | None:
        """Those of the file there; None if there is none."""
        try:
            found = path.stat()
        except FileNotFoundError:
            return None
        return cls(found.st_mode, found.st_uid, found.st_gid, found.st_nlink, _attributes(path))

    def give_to(self, handle: int) -> list[str]:
        """Let an open, new file have them as far as that is allowed; what is missing to somebody is named.

        Whoever could not read the earlier file cannot read this one, either.
        """
        return _give(self, handle) if sys.platform != "win32" else []


if sys.platform == "win32":

    def _attributes(_path: Path) -> dict[str, bytes]:
        return {}

else:
    import pwd

    def _attributes(path: Path) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        if hasattr(os, "listxattr"):
            with contextlib.suppress(OSError):
                for name in os.listxattr(path):
                    if name not in _OF_CONTENT:
                        with contextlib.suppress(OSError):
                            found[name] = os.getxattr(path, name)
        return found

    def _give(traits: FileTraits, handle: int) -> list[str]:
        _give_owner(traits, handle)
        now = os.fstat(handle)
        mode = _mode_for(traits, now)
        with contextlib.suppress(OSError):  # a file system without rights
            os.fchmod(handle, mode)
        missing = _give_attributes(traits, handle, same_group=now.st_gid == traits.group)
        now = os.fstat(handle)
        # An access list counts among the rights of the group.
        if stat.S_IMODE(now.st_mode) & 0o077 != stat.S_IMODE(traits.mode) & 0o077:
            missing.insert(0, "the rights of others")
        if now.st_uid != traits.owner and not _can_read(traits.owner, now):
            missing.insert(0, f"its owner, {_name(traits.owner)}, who cannot read it any more")
        return missing

    def _give_owner(traits: FileTraits, handle: int) -> None:
        now = os.fstat(handle)
        if (now.st_uid, now.st_gid) == (traits.owner, traits.group):
            return
        try:
            os.fchown(handle, traits.owner, traits.group)
        except OSError:
            with contextlib.suppress(OSError):
                os.fchown(handle, -1, traits.group)

    def _mode_for(traits: FileTraits, now: os.stat_result) -> int:
        """The rights; another group gets no more of them than anybody has."""
        mode = stat.S_IMODE(traits.mode)
        if now.st_uid != traits.owner:
            mode &= ~stat.S_ISUID
        if now.st_gid != traits.group:
            mode &= ~stat.S_ISGID
            mode &= ~0o070 | ((mode & 0o007) << 3)
        return mode

    def _give_attributes(traits: FileTraits, handle: int, *, same_group: bool) -> list[str]:
        missing: dict[str, None] = {}
        for name, value in traits.attributes.items():
            try:
                if name == _ACCESS_LIST and not same_group:
                    raise PermissionError(name)
                os.setxattr(handle, name, value)
            except OSError:
                if name.startswith("user."):
                    missing["what was noted beside it (extended attributes)"] = None
                elif name.startswith(_PRECIOUS):
                    missing["its access list"] = None
        return list(missing)

    def _can_read(user: int, file: os.stat_result) -> bool:
        """Whether somebody other than the owner of a file may read it."""
        if user == 0 or file.st_mode & stat.S_IROTH:
            return True
        with contextlib.suppress(KeyError, OSError):
            entry = pwd.getpwuid(user)
            groups = os.getgrouplist(entry.pw_name, entry.pw_gid)
            return bool(file.st_mode & stat.S_IRGRP) and file.st_gid in groups
        return False

    def _name(user: int) -> str:
        try:
            return pwd.getpwuid(user).pw_name
        except KeyError:
            return f"number {user}"
