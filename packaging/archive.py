"""Release archives: the binary with its man pages, completion scripts, licences and README."""

import gzip
import io
import tarfile
import zipfile

TEXTS = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"]
# A fixed time stamp, so that the same inputs give the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(root, version, target, binary, documents, out):
    """Writes a zip for Windows and a tar.gz for every other target, and returns its path."""
    stem = f"async-lint-{version}-{target}"
    is_windows = "windows" in target
    files = [("async-lint.exe" if is_windows else "async-lint", binary, 0o755)]
    files += [(name, (root / name).read_bytes(), 0o644) for name in TEXTS]
    files += [(name, content, 0o644) for name, content in documents]
    files = [(f"{stem}/{name}", content, mode) for name, content, mode in files]
    return write_zip(out / f"{stem}.zip", files) if is_windows else write_tar(out / f"{stem}.tar.gz", files)


def write_tar(path, files):
    """Writes (name, content, mode) as a gzipped tar archive."""
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for name, content, mode in files:
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = len(content), mode
                tar.addfile(entry, io.BytesIO(content))
    return path


def write_zip(path, files):
    """Writes (name, content, mode) as a zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content, mode in files:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, (0o100000 | mode) << 16
            packed.writestr(entry, content)
    return path
