#!/usr/bin/env python3
"""Sets the address of the repository in the manifests of all published packages: `packaging/address.py https://…`.

Findings link to the pages of their lints below this address, and `cargo binstall` gets the archives of releases there.
"""

import argparse
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
MANIFESTS = ["Cargo.toml", "runtime/Cargo.toml", "runtime/macros/Cargo.toml"]
# Each manifest of a package has this line once; the address comes after it.
BEFORE = "license.workspace = true\n"


def with_address(text, address, name):
    """The manifest with this address, in place of one that it has."""
    text = re.sub(r'^repository = "[^"]*"\n', "", text, flags=re.MULTILINE)
    if text.count(BEFORE) != 1:
        raise SystemExit(f"{name}: {text.count(BEFORE)} lines are `{BEFORE.strip()}` instead of one")
    return text.replace(BEFORE, f'{BEFORE}repository = "{address}"\n')


def main():
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("--root", type=pathlib.Path, default=ROOT, help="another copy of the repository")
    args = parser.parse_args()
    if not re.fullmatch(r"https?://[A-Za-z0-9./_~-]+", args.address):
        parser.error(f"not the address of a repository: {args.address}")
    texts = {name: with_address((args.root / name).read_text(encoding="utf-8"), args.address.rstrip("/"), name) for name in MANIFESTS}
    for name, text in texts.items():
        (args.root / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
