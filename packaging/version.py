#!/usr/bin/env python3
"""Sets the version everywhere and dates the changelog's section: `packaging/version.py 0.2.0 [2031-05-17]`, or in another copy with `--root DIR`.

Versions stand in `Cargo.toml` (the workspace's, which both published packages inherit, and the one of the macros that the runtime
needs), and in `pyproject.toml`. Commit and tag what it writes.
"""

import argparse
import datetime
import pathlib
import re
import subprocess

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
        texts[name] = (root / name).read_text(encoding="utf-8")
        for pattern, new in changes:
            texts[name] = replaced(texts[name], pattern, new, name)
    # Write only after all edits have succeeded.
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8", newline="\n")


def main():
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument("date", nargs="?", default=datetime.date.today().isoformat())
    parser.add_argument("--root", type=pathlib.Path, default=ROOT)
    args = parser.parse_args()
    root = args.root
    if not re.fullmatch(r"\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?", args.version):
        parser.error(f"not a version: {args.version}")
    edit(root, args.version, args.date)
    if (root / "Cargo.lock").is_file():
        subprocess.run(["cargo", "update", "--offline", "--workspace"], cwd=root, check=True)


if __name__ == "__main__":
    main()
