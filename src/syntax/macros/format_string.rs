//! Format strings: which arguments and variables they show, and by which traits.

use crate::facts::FormatTraits;

/// The maximum number of placeholders that are read.
const MAX_PLACEHOLDERS: usize = 256;

/// One `{..}`.
pub(super) struct Placeholder<'t> {
    /// The number or name of its argument; empty for the next one.
    pub(super) argument: &'t str,
    pub(super) traits: FormatTraits,
    /// Whether the argument before it is its precision: `{:.*}`.
    pub(super) takes_precision: bool,
}

/// The placeholders of a format string, in order.
pub(super) fn placeholders(text: &str) -> Vec<Placeholder<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        if let Some(escaped) = after.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some((inside, behind)) = after.split_once('}') else { break };
        if found.len() < MAX_PLACEHOLDERS {
            let (argument, spec) = inside.split_once(':').unwrap_or((inside, ""));
            let spec = spec.trim_end();
            found.push(Placeholder { argument: argument.trim(), traits: traits(spec), takes_precision: spec.contains(".*") });
        }
        rest = behind;
    }
    found
}

/// The trait that a format specification asks for: its type comes last.
fn traits(spec: &str) -> FormatTraits {
    match spec.as_bytes().last() {
        Some(b'?') => FormatTraits { display: false, debug: true },
        Some(b'x' | b'X' | b'o' | b'b' | b'e' | b'E' | b'p') => FormatTraits { display: false, debug: false },
        _ => FormatTraits { display: true, debug: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_of_a_specification_decides() {
        let shown = |text: &str| {
            let kind = |traits: FormatTraits| match (traits.display, traits.debug) {
                (true, _) => "display",
                (_, true) => "debug",
                _ => "other",
            };
            let all = placeholders(text).iter().map(|found| format!("{} {}", found.argument, kind(found.traits))).collect::<Vec<_>>();
            all.join(", ")
        };
        assert_eq!(shown("{} {0} {a} {{no}} {:>10} {:?} {b:#?}"), " display, 0 display, a display,  display,  debug, b debug");
        assert_eq!(shown("{:x<5} {:08.3} {:w$} {:.*} {:#x} {p:p} {:x?}"), {
            " display,  display,  display,  display,  other, p other,  debug"
        });
        assert_eq!(shown("{ a : ? } { } {"), "a debug,  display");
    }
}
