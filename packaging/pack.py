#!/usr/bin/env python3
"""Packs a built `async-lint` binary into a release archive, a wheel and npm packages. Builds nothing; needs only Python 3.11 or newer.

    packaging/pack.py --binary target/release/async-lint --target x86_64-unknown-linux-gnu --out target/packages archive wheel npm

The same inputs give the same bytes. `SHA256SUMS` lists every file that was packed into the folder.
"""

import argparse
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import archive  # noqa: E402
import npm  # noqa: E402
import wheel  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHELLS = {"bash": "async-lint.bash", "zsh": "_async-lint", "fish": "async-lint.fish", "powershell": "async-lint.ps1"}


def manifest():
    """`Cargo.toml`."""
    return tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))


def documents(runner, folder):
    """Runs the tool to get its man pages and completion scripts: (name in the archive, content)."""
    subprocess.run([runner, "man", "--output-dir", folder], check=True)
    pages = [(f"man/{page.name}", page.read_bytes()) for page in sorted(pathlib.Path(folder).iterdir())]
    script = lambda shell: subprocess.run([runner, "completions", shell], check=True, stdout=subprocess.PIPE).stdout  # noqa: E731
    return pages + [(f"completions/{name}", script(shell)) for shell, name in SHELLS.items()]


def main():
    """Reads the arguments and packs the binary that they name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="+", choices=["archive", "wheel", "npm"])
    parser.add_argument("--binary", required=True, type=pathlib.Path, help="the built binary")
    parser.add_argument("--target", required=True, help="the target triple that it was built for")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="the folder for the packages")
    parser.add_argument("--runner", type=pathlib.Path, help="a binary that runs here, to write man pages; the packed one if not given")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    content = args.binary.read_bytes()
    version = manifest()["workspace"]["package"]["version"]
    repository = manifest()["package"].get("repository")
    packed = []
    if "archive" in args.what:
        with tempfile.TemporaryDirectory() as folder:
            docs = documents((args.runner or args.binary).resolve(), folder)
        packed.append(archive.pack(ROOT, version, args.target, content, docs, args.out))
    if "wheel" in args.what:
        packed.append(wheel.pack(ROOT, version, repository, args.target, content, args.out))
    if "npm" in args.what:
        packed += npm.pack(ROOT, version, repository, args.target, content, args.out)
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in args.out.iterdir() if path.suffix in {".gz", ".zip", ".whl", ".tgz"}}
    (args.out / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())), encoding="utf-8", newline="\n")
    for path in packed:
        print(path)


if __name__ == "__main__":
    main()
