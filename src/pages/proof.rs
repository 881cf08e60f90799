//! The measurements of a lint's fixes, in words. Knows the record; never measures.

use crate::catalogue::{Proof, Proofs};

/// The section, in Markdown: each proved fix, or why there is none; `None` if the data have neither.
pub(super) fn section(id: &str, no_proof: Option<&str>, proofs: &Proofs) -> Option<String> {
    let told: Vec<String> = proofs.of(id).map(tell).collect();
    if told.is_empty() {
        return no_proof.map(|why| format!("Nothing is measured: {}", sentence(&lower(why))));
    }
    let (machine, cases) = (&proofs.machine, cases(id, proofs));
    Some(format!(
        "Measured on {} cores ({}, {} build) on {}, under the same load before and after; \
         `cargo run --release -p async-lint-fixtures -- prove {cases}` in the source of async-lint measures it again.\n\n{}",
        machine.cores,
        machine.cpu,
        machine.profile,
        machine.date,
        told.join("\n")
    ))
}

/// The folders of a lint's proof servers, each once.
fn cases(id: &str, proofs: &Proofs) -> String {
    let mut cases: Vec<&str> = proofs.of(id).map(|proof| proof.case.as_str()).collect();
    cases.dedup();
    cases.join(" ")
}

fn tell(Proof { fix, written_by, work, before, after, .. }: &Proof) -> String {
    let with = match written_by.as_str() {
        "hand" => format!("with `{fix}.rs`, written by hand"),
        options => format!("with what `{options}` writes"),
    };
    format!("- One request {work}. The server {before}; {with}: {after}.")
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// With a lower-case first letter, unless the word is a name such as `TLS`.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.as_str()) {
        (Some(first), rest) if rest.starts_with(|next: char| next.is_lowercase() || next == ' ') => {
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_proof_there_is_a_reason() {
        let none = Proofs::default();
        assert_eq!(section("a", Some("It waits for a person."), &none).as_deref(), Some("Nothing is measured: it waits for a person."));
        assert_eq!(section("a", Some("it opens windows"), &none).as_deref(), Some("Nothing is measured: it opens windows."));
        assert_eq!(section("a", None, &none), None);
    }
}
