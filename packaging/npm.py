"""npm packages: one for each platform with the binary, and `async-lint`, which depends on them and starts the one that npm installed."""

import json

import archive

# (os, cpu, libc) as npm names them.
PLATFORMS = {
    "x86_64-unknown-linux-gnu": ("linux", "x64", "glibc"),
    "aarch64-unknown-linux-gnu": ("linux", "arm64", "glibc"),
    "x86_64-unknown-linux-musl": ("linux", "x64", "musl"),
    "aarch64-unknown-linux-musl": ("linux", "arm64", "musl"),
    "x86_64-apple-darwin": ("darwin", "x64", None),
    "aarch64-apple-darwin": ("darwin", "arm64", None),
    "x86_64-pc-windows-msvc": ("win32", "x64", None),
}


def package_name(target):
    """The name of a platform's package."""
    return "async-lint-" + "-".join(part for part in PLATFORMS[target] if part)


def manifest(name, version, repository, **more):
    """A `package.json`."""
    common = {"name": name, "version": version, "description": "Finds blocking calls that run in async Rust code"}
    if repository:
        common["repository"] = {"type": "git", "url": f"git+{repository}.git"}
    return (json.dumps({**common, "license": "MIT OR Apache-2.0", **more}, indent=2) + "\n").encode()


def pack(root, version, repository, target, binary, out):
    """Writes the platform's package and the main one, as `npm pack` does, and returns their paths."""
    system, cpu, libc = PLATFORMS[target]
    name = "async-lint.exe" if system == "win32" else "async-lint"
    platform = {"os": [system], "cpu": [cpu], **({"libc": [libc]} if libc else {})}
    licences = [(name, (root / name).read_bytes(), 0o644) for name in ["LICENSE-APACHE", "LICENSE-MIT"]]
    native = [("package.json", manifest(package_name(target), version, repository, files=[name], **platform), 0o644), (name, binary, 0o755)]
    main = manifest(
        "async-lint",
        version,
        repository,
        bin={"async-lint": "start.js"},
        optionalDependencies={package_name(known): version for known in PLATFORMS},
        engines={"node": ">=16"},
    )
    start = (root / "packaging/npm/start.js").read_bytes()
    readme = (root / "README.md").read_bytes()
    shell = [("package.json", main, 0o644), ("start.js", start, 0o755), ("README.md", readme, 0o644)]
    return [write(out, package_name(target), version, native + licences), write(out, "async-lint", version, shell + licences)]


def write(out, name, version, files):
    """Writes one package."""
    return archive.write_tar(out / f"{name}-{version}.tgz", [(f"package/{name}", content, mode) for name, content, mode in files])
