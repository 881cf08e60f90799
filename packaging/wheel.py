"""A wheel around a built binary, so that `pip install` puts the tool into the environment without building it."""

import base64
import hashlib
import re

import archive

# A binary for musl is static, so it also runs where the C library is glibc, however old.
ANY_LINUX = "manylinux2014_{0}.manylinux_2_17_{0}.musllinux_1_1_{0}"
PLATFORMS = {
    "x86_64-unknown-linux-musl": ANY_LINUX.format("x86_64"),
    "aarch64-unknown-linux-musl": ANY_LINUX.format("aarch64"),
    "x86_64-apple-darwin": "macosx_10_12_x86_64",
    "aarch64-apple-darwin": "macosx_11_0_arm64",
    "x86_64-pc-windows-msvc": "win_amd64",
    "aarch64-pc-windows-msvc": "win_arm64",
}


def platform(target, binary):
    """The platform tags, joined by dots; for glibc with the version that the binary's symbols need."""
    if target in PLATFORMS:
        return PLATFORMS[target]
    if not target.endswith("-unknown-linux-gnu"):
        raise SystemExit(f"no platform tag is known for {target}")
    needed = max(map(int, re.findall(rb"\bGLIBC_2\.(\d+)", binary)), default=17)
    return f"manylinux_2_{needed}_{target.split('-')[0]}"


def pack(root, version, repository, target, binary, out):
    """Writes the wheel and returns its path."""
    platforms = platform(target, binary)
    tags = "".join(f"Tag: py3-none-{tag}\n" for tag in platforms.split("."))
    info = f"async_lint-{version}.dist-info"
    name = "async-lint.exe" if "windows" in target else "async-lint"
    readme = (root / "README.md").read_text(encoding="utf-8")
    address = f"Project-URL: Source, {repository}\n" if repository else ""
    metadata = (
        f"Metadata-Version: 2.4\nName: async-lint\nVersion: {version}\n"
        "Summary: Finds blocking calls that run in async Rust code\n"
        "License-Expression: MIT OR Apache-2.0\nLicense-File: LICENSE-APACHE\nLicense-File: LICENSE-MIT\n"
        f"{address}Requires-Python: >=3.8\nDescription-Content-Type: text/markdown\n\n{readme}"
    )
    files = [
        (f"async_lint-{version}.data/scripts/{name}", binary, 0o755),
        (f"{info}/METADATA", metadata.encode(), 0o644),
        (f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: async-lint packaging\nRoot-Is-Purelib: false\n{tags}".encode(), 0o644),
    ]
    files += [(f"{info}/licenses/{name}", (root / name).read_bytes(), 0o644) for name in ["LICENSE-APACHE", "LICENSE-MIT"]]
    record = "".join(f"{name},sha256={digest(content)},{len(content)}\n" for name, content, _ in files)
    files.append((f"{info}/RECORD", f"{record}{info}/RECORD,,\n".encode(), 0o644))
    return archive.write_zip(out / f"async_lint-{version}-py3-none-{platforms}.whl", files)


def digest(content):
    """The hash of a file in the format of RECORD."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
