//! Parses a patch of git without context lines: which lines of which files are new.

use super::Lines;
use std::ops::RangeInclusive;

/// The lines that a patch adds, by the names of the files in git. Where lines are only removed, the neighbouring lines count: their effect may
/// have changed.
///
/// # Errors
/// A one-line message, if the patch has another form than git's.
pub(super) fn changed_lines(patch: &[u8]) -> Result<Vec<(Vec<u8>, Lines)>, String> {
    let mut files: Vec<(Vec<u8>, Lines)> = Vec::new();
    let mut is_new = false;
    let mut is_header = false;
    for line in patch.split(|&byte| byte == b'\n') {
        if line.starts_with(b"diff --git ") {
            (is_new, is_header) = (false, true);
        } else if is_header && line.starts_with(b"new file mode ") {
            is_new = true;
        } else if let Some(name) = line.strip_prefix(b"+++ ").filter(|_| is_header) {
            // For a deleted file, the name is `/dev/null`, and there are no lines.
            if let Some(name) = unquoted(name).strip_prefix(b"b/") {
                files.push((name.to_vec(), if is_new { Lines::All } else { Lines::Some(Vec::new()) }));
            }
        } else if let Some(header) = line.strip_prefix(b"@@ ") {
            is_header = false;
            let range = added(header).ok_or("the output of git cannot be parsed")?;
            if let Some((_, Lines::Some(ranges))) = files.last_mut() {
                ranges.push(range);
            }
        }
    }
    Ok(files)
}

/// The added side of `-1,2 +3,4 @@`.
fn added(header: &[u8]) -> Option<RangeInclusive<u32>> {
    let text = String::from_utf8_lossy(header);
    let side = text.split(' ').find_map(|word| word.strip_prefix('+'))?;
    let (first, length) = side.split_once(',').unwrap_or((side, "1"));
    let (first, length): (u32, u32) = (first.parse().ok()?, length.parse().ok()?);
    Some(match length {
        0 => first.max(1)..=first.saturating_add(1),
        length => first..=first.saturating_add(length - 1),
    })
}

/// A name in a header: plain, or quoted as in C.
fn unquoted(name: &[u8]) -> Vec<u8> {
    // git appends a tab to a name that contains a blank.
    let name = name.strip_suffix(b"\t").unwrap_or(name);
    let Some(inside) = name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")) else { return name.to_vec() };
    let mut plain = Vec::with_capacity(inside.len());
    let mut bytes = inside.iter().copied();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            plain.push(byte);
            continue;
        }
        let Some(escaped) = bytes.next() else { break };
        plain.push(match escaped {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            first @ b'0'..=b'7' => {
                let digits = [first, bytes.next().unwrap_or(b'0'), bytes.next().unwrap_or(b'0')];
                digits.iter().fold(0_u8, |value, digit| value.wrapping_mul(8).wrapping_add(digit.wrapping_sub(b'0')))
            }
            other => other,
        });
    }
    plain
}
