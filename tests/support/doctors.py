"""`accord doctor`, run in this process or in one of its own, and packages that only seem to be installed."""

import json
import os
import subprocess
import sys

from typer.testing import CliRunner

from assistant.cli import app


def doctor(folder, *arguments, **settings):
    """The exit code, and the checks by name; little disk does not matter but to the test of it."""
    arguments = ["doctor", "--json", *(arguments or ["--min-free", "0"])]
    done = CliRunner().invoke(app, arguments, env={"ACCORD_DATA": str(folder), **settings}, catch_exceptions=False)
    return done.exit_code, {each["name"]: each for each in json.loads(done.stdout)["checks"]}


def doctor_process(folder, *arguments, cwd=None, before=(), **environment):
    """The same in a process of its own."""
    environment = {**os.environ, "ACCORD_DATA": str(folder), "COLUMNS": "200", **environment}
    command = [*before, sys.executable, "-c", "from assistant.cli import main; main()", "doctor", *arguments]
    return subprocess.run(
        command, env=environment, cwd=cwd or folder.parent, capture_output=True, text=True, timeout=120
    )


def contents(folder):
    return {str(each): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


def not_ok(checks):
    return {name: each["status"] for name, each in checks.items() if each["status"] != "ok"}


def install(site, name, version, files=()):
    """What importlib.metadata finds of a package."""
    about = site / f"{name.replace('-', '_')}-{version}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    for path, content in files:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    (about / "RECORD").write_text("".join(f"{path},,\n" for path, _ in files), encoding="utf-8")


def checks_with(site, folder, **environment):
    path = os.pathsep.join(filter(None, [str(site), os.environ.get("PYTHONPATH")]))
    done = doctor_process(folder, "--json", "--min-free", "0", PYTHONPATH=path, **environment)
    return done.returncode, {each["name"]: each for each in json.loads(done.stdout)["checks"]}
