"""The data folder: is it there, may it be written, is there room, and who else may read it?"""

import os
import shutil
import stat
from pathlib import Path

from assistant.doctor.check import Check, ok, problem, warning

_OTHER = "Set ACCORD_DATA to another folder."
_RIGHTS = "Give yourself the right to, or set ACCORD_DATA to another folder."


def data_folder(folder: Path) -> Check:
    """Is it there, and may it be written?"""
    name, place = "data folder", repr(str(folder.absolute()))
    try:
        found = folder.stat()
    except FileNotFoundError:
        if not os.access(_nearest(folder), os.W_OK | os.X_OK):
            return problem(name, f"There is no {place}, and it cannot be made there.", _OTHER)
        return warning(
            name,
            f"There is no {place} yet.",
            "accord serve makes it; where there should be one already, set ACCORD_DATA to it.",
        )
    except OSError as error:
        return problem(name, f"{place} cannot be reached: {error.strerror}.", _OTHER)
    if not stat.S_ISDIR(found.st_mode):
        return problem(name, f"{place} is not a folder.", _OTHER)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return problem(name, f"{place} cannot be read and written.", _RIGHTS)
    if closed := sorted(each.name for each in folder.glob("records.db*") if not os.access(each, os.R_OK | os.W_OK)):
        told = f"In {place} these cannot be read and written: {', '.join(closed)}."
        return problem(name, told, _RIGHTS)
    return ok(name, f"{place} is there and can be written.")


def free_disk(folder: Path, least: float) -> Check:
    """Is there room? `least` is in GB."""
    try:
        free = shutil.disk_usage(_nearest(folder)).free / 1e9
    except OSError as error:
        return warning("free disk", f"How much is free cannot be told: {error.strerror}.", _OTHER)
    if free < least:
        return warning(
            "free disk",
            f"{free:.1f} GB are free where the data lie, less than {least:g} GB.",
            "Make room, or set ACCORD_DATA to another folder.",
        )
    return ok("free disk", f"{free:.1f} GB are free where the data lie.")


def permissions(folder: Path) -> Check:
    """Who else may read what is kept?"""
    name = "permissions"
    if os.name != "posix":
        return ok(name, "Who else may read the data folder is not looked at on this system.")
    try:
        mode = stat.S_IMODE(folder.stat().st_mode)
        reached = all(each.stat().st_mode & stat.S_IXOTH for each in folder.absolute().parents)
    except FileNotFoundError:
        return ok(name, "There is no data folder yet; it is made so that only its owner reads it.")
    except OSError as error:
        return warning(name, f"Who may read the data folder cannot be told: {error.strerror}.", _OTHER)
    if reached and mode & (stat.S_IROTH | stat.S_IXOTH):
        told = f"Everybody on this machine may read the data folder (mode {mode:03o}), questions and answers included."
        return warning(name, told, f"Close it: chmod o-rwx '{folder.absolute()}'")
    return ok(name, f"Not everybody on this machine may read the data folder (mode {mode:03o}).")


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next((each for each in (folder.absolute(), *folder.absolute().parents) if os.path.exists(each)), Path("/"))
