//! Fns that the attributes of derives name: `#[serde(serialize_with = "path")]`, `#[field(validate = unique())]`.

use super::super::body::BodyView;
use super::super::known::KnownDefs;
use crate::catalogue::{CallsBackRule, Catalogue};
use crate::facts::{Attr, Name, Path, PathAnchor, Segment, Span};
use crate::names::{CrateStore, DefId, DefKind, Namespace, Res};
use crate::syntax::{LexKind, Lexer};
use rustc_hash::FxHashSet;

impl BodyView<'_> {
    /// The fns that a type's attributes name for a derived method.
    pub(in crate::analysis) fn named_by_attributes(&self, def: DefId, rule: &CallsBackRule, method: &str) -> Vec<DefId> {
        let store = self.db.store;
        let Some(attribute) = &rule.attribute else { return Vec::new() };
        let text = attributed(store, def, attribute);
        let fns = rule.attribute_fns.iter().flat_map(|key| values_of(&text, key)).map(str::to_owned);
        let modules = rule.attribute_modules.iter().flat_map(|key| values_of(&text, key)).map(|module| format!("{module}::{method}"));
        fns.chain(modules).filter_map(|path| fn_at(store, def, &path)).collect()
    }

    /// The fields of a struct that a derived method visits, if an attribute says so; `None` if it visits all.
    pub(in crate::analysis) fn visited_fields(&self, def: DefId, rule: &CallsBackRule) -> Option<Vec<Name>> {
        let (attribute, word) = rule.attribute.as_deref().zip(rule.attribute_nested.as_deref())?;
        Some(marked_fields(&text_of(self.db.store, def), attribute, word))
    }
}

/// The fields that have a word in an attribute, or the attribute without arguments: `#[validate(nested)] a: A`.
fn marked_fields(text: &str, attribute: &str, word: &str) -> Vec<Name> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (at, _) in text.match_indices("#[") {
        let Some(args) = text[at + 2..].trim_start().strip_prefix(attribute) else { continue };
        let (args, rest) = match args.trim_start().strip_prefix(']') {
            Some(rest) => (word, rest),
            None if args.trim_start().starts_with('(') => {
                let end = closing(args);
                (&args[..end], args.get(end + 1..).unwrap_or_default().trim_start().strip_prefix(']').unwrap_or_default())
            }
            None => continue,
        };
        if !args.split(|c: char| !is_word(c)).any(|one| one == word) {
            continue;
        }
        let mut rest = rest.trim_start();
        while let Some(other) = rest.strip_prefix("#[") {
            rest = other.split_once(']').map_or("", |(_, rest)| rest.trim_start());
        }
        let declared = rest.split_once(':').map_or("", |(declared, _)| declared.trim_end());
        let name = declared.rsplit(|c: char| !is_word(c)).next().unwrap_or_default();
        if !name.is_empty() {
            found.push(Name::new(name));
        }
    }
    found
}

impl KnownDefs<'_> {
    /// Whether an executor runs a fn because an attribute of a derive names it.
    pub(in crate::analysis) fn is_run_by_derive(&self, def: DefId) -> bool {
        self.declared.run_by_derives.get_or_init(|| run_by_derives(self.db.store, self.catalogue)).contains(&def)
    }
}

/// The fns of the workspace that an executor runs because attributes of a derive name them.
fn run_by_derives(store: &CrateStore<'_>, catalogue: &Catalogue) -> FxHashSet<DefId> {
    let mut found = FxHashSet::default();
    let types = store.local_crates().iter().flat_map(|krate| store.types_of(*krate));
    for def in types.filter(|def| !store.def(*def).in_test) {
        let attrs = store.item(def).map(|item| item.attrs.as_slice()).unwrap_or_default();
        let derives = attrs.iter().flat_map(|attr| attr.derives.iter().map(move |path| Attr { path: path.clone(), ..attr.clone() }));
        for path in derives.flat_map(|derive| store.attribute_paths(def, &derive)) {
            for rule in catalogue.contexts().derive_callbacks(&path) {
                let text = attributed(store, def, &rule.attribute);
                let named = rule.keys.iter().flat_map(|key| values_of(&text, key));
                found.extend(named.filter_map(|path| fn_at(store, def, path)));
            }
        }
    }
    found
}

/// The fn at a path that an attribute of a type gives.
fn fn_at(store: &CrateStore<'_>, def: DefId, path: &str) -> Option<DefId> {
    let found = store.resolve(store.def(def).parent?, &plain_path(path)?, Namespace::Value);
    match found.res {
        Res::Def(def) if found.rest == 0 && store.def(def).kind == DefKind::Fn => Some(def),
        _ => None,
    }
}

/// The text of a type without comments.
fn text_of(store: &CrateStore<'_>, def: DefId) -> String {
    let text = store.item(def).and_then(|item| store.file(def).text.get(item.span.range())).unwrap_or_default();
    let (mut kept, mut from) = (String::new(), 0);
    for comment in Lexer::new(text, 0).filter(|lexeme| matches!(lexeme.kind, LexKind::Comment { .. })) {
        kept.push_str(&text[from..comment.start]);
        from = comment.end;
    }
    kept + &text[from..]
}

/// The arguments of all attributes of this name in a type.
fn attributed(store: &CrateStore<'_>, def: DefId, attribute: &str) -> String {
    let text = text_of(store, def);
    let mut found = String::new();
    for (at, _) in text.match_indices("#[") {
        let rest = text[at + 2..].trim_start();
        if let Some(args) = rest.strip_prefix(attribute).filter(|args| args.trim_start().starts_with('(')) {
            found.push_str(&args[..closing(args)]);
            found.push('\n');
        }
    }
    found
}

/// Where the first group in parentheses ends.
fn closing(text: &str) -> usize {
    let (mut depth, mut is_quoted) = (0_u32, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The paths in `key = "path"`, `key = path` and `key(path)`. In `key = path(4)` it is the path of the fn.
fn values_of<'t>(text: &'t str, key: &str) -> Vec<&'t str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let values = text.match_indices(key).filter(|(at, _)| !text[..*at].ends_with(is_word)).filter_map(|(at, _)| {
        let rest = text[at + key.len()..].trim_start();
        let value = rest.strip_prefix('=').or_else(|| rest.strip_prefix('('))?.trim_start();
        let value = value.strip_prefix('"').unwrap_or(value);
        let end = value.find(|c: char| !is_word(c) && c != ':').unwrap_or(value.len());
        // `key = value + 1` and `key(other = value)` are no paths.
        let is_path = end > 0 && value[end..].trim_start().starts_with(['"', ',', ')', '(', ']']);
        is_path.then_some(&value[..end])
    });
    values.collect()
}

/// A path without generic arguments, from its text.
pub(in crate::analysis) fn plain_path(text: &str) -> Option<Path> {
    let mut names: Vec<&str> = text.split("::").map(str::trim).collect();
    let anchor = match names[..] {
        ["crate", ..] => PathAnchor::Crate,
        ["self", ..] => PathAnchor::SelfModule,
        ["super", ..] => PathAnchor::Super(u8::try_from(names.iter().take_while(|name| **name == "super").count()).ok()?),
        ["", ..] => PathAnchor::Extern,
        _ => PathAnchor::Plain,
    };
    match anchor {
        PathAnchor::Plain => {}
        PathAnchor::Super(levels) => drop(names.drain(..usize::from(levels))),
        _ => drop(names.remove(0)),
    }
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if names.is_empty() || !names.iter().all(is_name) {
        return None;
    }
    let segments = names.iter().map(|name| Segment { name: Name::new(name), span: Span::default(), args: None }).collect();
    Some(Path { anchor, qself: None, segments, span: Span::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_attributes() {
        let text = r#"#[serde(with = "one", serialize_with="two")] a: u8, #[serde(default = "three", with_other = "no", with)] b: u8"#;
        assert_eq!(values_of(text, "with"), ["one"]);
        assert_eq!((values_of(text, "serialize_with"), values_of(text, "default")), (vec!["two"], vec!["three"]));
        let text = r#"(custom(function = "one"), custom = two, length(max = 3), validate = three(4), guard = a + b, custom(four), last = "five()")"#;
        assert_eq!((values_of(text, "function"), values_of(text, "custom")), (vec!["one"], vec!["two", "four"]));
        assert_eq!((values_of(text, "validate"), values_of(text, "guard"), values_of(text, "last")), (vec!["three"], vec![], vec!["five"]));
    }

    #[test]
    fn fields_with_a_word() {
        let text =
            "struct S { #[validate(nested)] a: A, #[validate] #[serde(default)] pub(crate) b: B, #[validate(length(max = 3))] c: C }";
        assert_eq!(marked_fields(text, "validate", "nested"), [Name::new("a"), Name::new("b")]);
    }

    #[test]
    fn ends_of_attributes() {
        for (text, group) in [("(a(b), c)] d", "(a(b), c"), ("(a = \")\")]", "(a = \")\""), ("(a", "(a")] {
            assert_eq!(&text[..closing(text)], group);
        }
    }

    #[test]
    fn paths_in_attributes() {
        let shown = |text: &str| plain_path(text).map(|path| (path.anchor, path.segments.len()));
        assert_eq!(shown("a::b"), Some((PathAnchor::Plain, 2)));
        assert_eq!(shown("crate::a"), Some((PathAnchor::Crate, 1)));
        assert_eq!(shown("super::super::a::b"), Some((PathAnchor::Super(2), 2)));
        assert_eq!((shown("Vec::<u8>::new"), shown("super"), shown("")), (None, None, None));
    }
}
