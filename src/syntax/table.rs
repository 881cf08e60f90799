//! The `macro_rules!` definitions of a crate by name.

use super::scan::{LexKind, Lexeme, Lexer};
use crate::facts::Name;
use std::collections::BTreeMap;

/// The maximum number of definitions of one name. Each call may have to try them all.
const MAX_DEFINITIONS: usize = 32;

/// The macros of a crate, so that calls in other files expand. Cheap to share between threads.
#[derive(Clone, Debug, Default)]
pub struct MacroTable {
    rules: BTreeMap<Name, Vec<String>>,
}

impl MacroTable {
    /// Adds a definition: `rules` is everything between its outer braces ([`crate::facts::MacroRules::rules`]). Several definitions of one
    /// name (for example under exclusive `cfg`s) are all kept and tried in order.
    pub fn add(&mut self, name: Name, rules: &str) {
        let known = self.rules.entry(name).or_default();
        if known.len() < MAX_DEFINITIONS && !known.iter().any(|text| text == rules) {
            known.push(rules.to_owned());
        }
    }

    /// Finds the definitions in a file's text, nested ones included, without parsing it.
    pub fn scan(&mut self, text: &str) {
        if !text.contains("macro_rules") {
            return;
        }
        let mut lexer = Lexer::new(text, 0).filter(|lexeme| !matches!(lexeme.kind, LexKind::Comment { .. }));
        let word = |lexeme: &Lexeme| &text[lexeme.start..lexeme.end];
        while let Some(lexeme) = lexer.next() {
            if lexeme.kind != LexKind::Ident || word(&lexeme) != "macro_rules" {
                continue;
            }
            let Some(bang) = lexer.next() else { return };
            if bang.kind != LexKind::Punct(b'!') {
                continue;
            }
            let Some(name) = lexer.next() else { return };
            if name.kind != LexKind::Ident {
                continue;
            }
            let Some(mut open) = lexer.next() else { return };
            let mut name = Name::new(word(&name));
            // `macro_rules! krate::name` is our internal form for a macro that another crate exports; no source contains it.
            if open.kind == LexKind::Punct(b':') {
                let (Some(_), Some(last), Some(brace)) = (lexer.next(), lexer.next(), lexer.next()) else { return };
                name = Name::new(&format!("{name}::{}", word(&last)));
                open = brace;
            }
            if !matches!(open.kind, LexKind::Open(_)) {
                continue;
            }
            let mut depth = 1_usize;
            for inner in lexer.by_ref() {
                match inner.kind {
                    LexKind::Open(_) => depth += 1,
                    LexKind::Close(_) => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    self.add(name, &text[open.end..inner.start]);
                    break;
                }
            }
        }
    }

    /// All definitions by name, each name's in the order in which they were added.
    pub fn definitions(&self) -> impl Iterator<Item = (Name, &[String])> {
        self.rules.iter().map(|(name, rules)| (*name, rules.as_slice()))
    }

    /// The path of the only macro called `name` that other crates export.
    pub(super) fn foreign(&self, name: &str) -> Option<Name> {
        let mut found = self.rules.keys().filter(|path| path.as_str().rsplit_once("::").is_some_and(|(_, last)| last == name));
        match (found.next(), found.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    }

    /// The definitions of `name`, in the order in which they were added; empty if there are none.
    pub fn get(&self, name: Name) -> &[String] {
        self.rules.get(&name).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_found_wherever_they_stand() {
        let mut table = MacroTable::default();
        table.scan(
            "// macro_rules! no { () => {} }\nfn f() { macro_rules! inner { ($e:expr) => { $e } } }\nmacro_rules! outer(() => (1););",
        );
        assert_eq!(table.get(Name::new("inner")), [" ($e:expr) => { $e } "]);
        assert_eq!(table.get(Name::new("outer")), ["() => (1);"]);
        assert!(table.get(Name::new("no")).is_empty());
        table.scan("macro_rules! jobs::run { () => (2) }");
        assert_eq!(table.foreign("run"), Some(Name::new("jobs::run")));
        assert_eq!(table.foreign("outer"), None);
    }
}
