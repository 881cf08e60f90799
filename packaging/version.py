#!/usr/bin/env python3
"""Sets the version everywhere and dates the changelog's section: `packaging/version.py 0.2.0 [2031-05-17]`.

Versions stand in `Cargo.toml` (the workspace's, which both published packages inherit, and the one of the macros that the runtime
needs), and in `pyproject.toml`. Commit and tag what it writes.
"""

import datetime
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def replaced(text, pattern, new, name):
    """The text with the one match of the pattern replaced."""
    text, count = re.subn(pattern, new, text, flags=re.MULTILINE)
    if count != 1:
        raise SystemExit(f"{name}: {count} places match {pattern!r} instead of one")
    return text


def edit(root, version, date):
    """Edits the files below `root`."""
    edits = {
        "Cargo.toml": [(r'^version = "[^"]*"$', f'version = "{version}"')],
        "runtime/Cargo.toml": [(r'(async-lint-runtime-macros = \{ path = "macros", version = )"[^"]*"', rf'\g<1>"{version}"')],
        "pyproject.toml": [(r'^version = "[^"]*"$', f'version = "{version}"'), (r'"async-lint==[^"]*"', f'"async-lint=={version}"')],
        "CHANGELOG.md": [(r"^## Unreleased$", f"## Unreleased\n\n## {version} - {date}")],
    }
    texts = {}
    for name, changes in edits.items():
        texts[name] = (root / name).read_text()
        for pattern, new in changes:
            texts[name] = replaced(texts[name], pattern, new, name)
    # Nothing is written before all of it fits.
    for name, text in texts.items():
        (root / name).write_text(text)


def main():
    """Reads the arguments."""
    if not 2 <= len(sys.argv) <= 3 or not re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?", sys.argv[1]):
        raise SystemExit(__doc__)
    date = sys.argv[2] if len(sys.argv) == 3 else datetime.date.today().isoformat()
    root = pathlib.Path.cwd() if (pathlib.Path.cwd() / "Cargo.toml").is_file() else ROOT
    edit(root, sys.argv[1], date)
    if (root / "Cargo.lock").is_file():
        subprocess.run(["cargo", "update", "--offline", "--workspace"], cwd=root, check=True)


if __name__ == "__main__":
    main()
