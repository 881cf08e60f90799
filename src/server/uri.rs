//! `file:` URIs and paths.

use gen_lsp_types::Uri;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// The absolute, tidy path that a `file:` URI names; `None` for any other URI.
pub(super) fn to_path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    // Files on another host are not supported.
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = path.split(['?', '#']).next().filter(|path| path.starts_with('/'))?;
    let text = decode(path)?;
    let bytes = text.as_bytes();
    let is_drive = bytes.len() > 2 && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
    let path = PathBuf::from(if is_drive { &text[1..] } else { &text });
    let is_tidy = path.components().all(|part| !matches!(part, Component::ParentDir | Component::CurDir));
    (path.is_absolute() && is_tidy && !text.contains('\0')).then(|| path.components().collect())
}

/// The `file:` URI of an absolute path.
pub(super) fn of_path(path: &Path) -> Uri {
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    Uri(uri)
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &rest[2..];
    }
    String::from_utf8(bytes).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_come_back() {
        for path in ["/a/b.rs", "/with space/ä/100%.rs", "/a#b?c/[x].rs"] {
            let uri = of_path(Path::new(path));
            assert!(uri.0.is_ascii(), "{uri:?}");
            assert_eq!(to_path(&uri), Some(PathBuf::from(path)));
        }
        assert_eq!(to_path(&Uri("file:///a%2Fb%20c.rs".to_owned())), Some(PathBuf::from("/a/b c.rs")));
    }

    #[test]
    fn what_names_no_file_here_is_nothing() {
        for uri in [
            "untitled:Untitled-1",
            "http://x/a",
            "file://host/a",
            "file:///a/../b",
            "file:///a%zz",
            "file:///a%00",
            "file:///%ff",
            "file:a",
            "",
        ] {
            assert_eq!(to_path(&Uri(uri.to_owned())), None, "{uri}");
        }
    }
}
