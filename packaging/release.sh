#!/usr/bin/env bash
# Builds and packs the release for each target that is named; the host's if none is. Targets that this machine cannot build are named and
# make the script fail at the end, so that no release lacks one unnoticed.
set -euo pipefail
cd "$(dirname "$0")/.."

# Links of findings and `cargo binstall` need the address of the repository.
if ! grep -q '^repository' Cargo.toml; then
    [ -n "${REPOSITORY:-}" ] || { echo "run packaging/address.py with the address of the repository, or set REPOSITORY to it" >&2; exit 1; }
    "${PYTHON:-python3}" packaging/address.py "$REPOSITORY"
fi

host=$(rustc -vV | sed -n 's/^host: //p')
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("$host")
out=${OUT_DIR:-target/packages}
failed=()
# Debug information is five times the code.
export CARGO_PROFILE_RELEASE_STRIP=symbols CARGO_PROFILE_RELEASE_DEBUG=false
for target in "${targets[@]}"; do
    suffix=""
    [[ $target != *windows* ]] || suffix=.exe
    if [ "$target" = "$host" ]; then
        cargo build --release --locked -p async-lint --bin async-lint || { failed+=("$target"); continue; }
        binary=target/release/async-lint$suffix
        runner=$binary
    else
        rustup target add "$target" >/dev/null 2>&1 || true
        cargo build --release --locked -p async-lint --bin async-lint --target "$target" || { failed+=("$target"); continue; }
        binary=target/$target/release/async-lint$suffix
        # A musl binary runs on a host of its architecture; for others a binary that does has to be named.
        runner=${RUNNER:-$binary}
    fi
    "${PYTHON:-python3}" packaging/pack.py --binary "$binary" --runner "$runner" --target "$target" --out "$out" archive wheel npm
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "not built: ${failed[*]}" >&2
    exit 1
fi
