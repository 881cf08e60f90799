//! Imports that a rewrite makes superfluous: which one a path goes through, who else needs it, and how it is taken out.
//!
//! An import goes only if nothing else names it. Where that cannot be told (child modules that import everything of their parent,
//! macros' globs) it stays, and the fix is not safe: a build that denies warnings would break.

use super::io_traits::{self, IoTrait};
use super::tokens::{AsModule, Tokens, has_comment, span_of};
use crate::facts::{FileFacts, Item, ItemId, ItemKind, Name, Path, PathAnchor, ScopeId, ScopeKind, Span, UseDecl, UseKind, Visibility};
use crate::syntax::LexKind;

/// What binds the first name of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// This `use` leaf.
    Use(ItemId),
    /// Several, which exclude each other by `cfg`.
    Several,
    /// A crate, or something that is no import.
    NoImport,
    /// Some glob.
    Glob,
}

/// What binds the first name of `path`, written in `scope` of a file.
pub(super) fn binding(facts: &FileFacts, scope: ScopeId, path: &Path) -> Binding {
    let Some(head) = path.segments.first().filter(|_| path.anchor == PathAnchor::Plain && path.qself.is_none()) else {
        return Binding::NoImport;
    };
    let mut has_glob = false;
    let mut at = Some(scope);
    while let Some(scope) = at {
        let items = facts.scopes[scope].items.iter().copied();
        let named: Vec<ItemId> = items.clone().filter(|item| facts.items[*item].name == head.name).collect();
        match named[..] {
            [] => {}
            [one] if matches!(facts.items[one].kind, ItemKind::Use(_)) => return Binding::Use(one),
            [_] => return Binding::NoImport,
            _ => return Binding::Several,
        }
        has_glob |= items.into_iter().any(|item| matches!(&facts.items[item].kind, ItemKind::Use(decl) if decl.kind == UseKind::Glob));
        at = match facts.scopes[scope].kind {
            ScopeKind::Block(_) => facts.scopes[scope].parent,
            ScopeKind::File | ScopeKind::Module(_) => None,
        };
    }
    let is_crate = path.segments.len() > 2 || ["std", "core", "alloc"].contains(&head.name.as_str());
    if has_glob && !is_crate { Binding::Glob } else { Binding::NoImport }
}

/// Who else needs an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Others {
    /// Nobody.
    None,
    /// These places of the same module.
    Here(Vec<Span>),
    /// Nobody can tell.
    Unclear,
}

/// Who names a `use` leaf, besides what lies in `except`. `elsewhere` says whether other files may name it.
pub(super) fn others(
    facts: &FileFacts,
    text: &str,
    leaf: ItemId,
    as_module: AsModule,
    except: &[Span],
    elsewhere: &dyn Fn(&str) -> bool,
) -> Others {
    let item = &facts.items[leaf];
    let name = item.name.as_str();
    let tokens = Tokens::new(text);
    let region = region(facts, text, item.scope);
    let statements: Vec<Span> = facts.items.iter().filter_map(statement).collect();
    let nested: Vec<(ScopeId, Span)> = facts
        .scopes
        .iter_enumerated()
        .filter(|(id, scope)| *id != item.scope && matches!(scope.kind, ScopeKind::Module(_)))
        .map(|(id, _)| (id, self::region(facts, text, id)))
        .filter(|(_, span)| region.contains(*span))
        .collect();
    let mut here = Vec::new();
    // An import `as _` has no name, and a trait is used by calling its methods too.
    let is_anonymous = as_use(item).is_some_and(|decl| decl.kind == UseKind::Anonymous);
    let mut mentions = if is_anonymous { Vec::new() } else { tokens.heads(name, as_module, region) };
    if let Some(one) = as_use(item).and_then(|decl| IoTrait::imported(&decl.path)) {
        mentions.extend(io_traits::needs_of(&tokens, one, region));
    }
    for mention in mentions {
        let covers = |span: &Span| span.contains(mention);
        if except.iter().any(covers) || statements.iter().any(covers) {
            continue;
        }
        match nested.iter().filter(|(_, span)| span.contains(mention)).min_by_key(|(_, span)| span.end - span.start) {
            None => here.push(mention),
            // A module of its own sees this import only through its parent.
            Some((scope, span)) => {
                let has_own = facts.scopes[*scope].items.iter().any(|item| facts.items[*item].name == item_name(name));
                if !has_own && !tokens.heads("super", AsModule::No, *span).is_empty() {
                    return Others::Unclear;
                }
            }
        }
    }
    // `use fs::File;` goes through it as well.
    let goes_through = |item: &&Item| matches!(&item.kind, ItemKind::Use(decl) if starts_with(decl, name));
    here.extend(facts.items.iter().filter(goes_through).filter(|other| other.scope == item.scope).filter_map(statement));
    match item.visibility {
        _ if !here.is_empty() => Others::Here(here),
        Visibility::Private if facts.scopes[item.scope].kind == ScopeKind::File && elsewhere(name) => Others::Unclear,
        _ => Others::None,
    }
}

/// Whether the text of another file of the crate may name `name` through this file: it imports all of some module of the crate, and
/// names it without importing it.
pub(super) fn may_name(facts: &FileFacts, text: &str, name: &str) -> bool {
    let is_local = |path: &Path| matches!(path.anchor, PathAnchor::Super(_) | PathAnchor::Crate | PathAnchor::SelfModule);
    let uses = || facts.items.iter().filter_map(|item| Some((item, as_use(item)?)));
    let has_glob = uses().any(|(_, decl)| decl.kind == UseKind::Glob && is_local(&decl.path));
    let has_own = uses().any(|(item, decl)| item.name == item_name(name) && !is_local(&decl.path));
    let through = uses().any(|(_, decl)| is_local(&decl.path) && decl.path.segments.iter().any(|segment| segment.name == item_name(name)));
    let all = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let is_needed = || {
        let tokens = Tokens::new(text);
        let has_calls = IoTrait::called(name).is_some_and(|one| !io_traits::needs_of(&tokens, one, all).is_empty());
        has_calls || !tokens.heads(name, AsModule::No, all).is_empty()
    };
    through || text.contains(&format!("super::{name}")) || (has_glob && !has_own && is_needed())
}

fn item_name(name: &str) -> Name {
    Name::new(name)
}

pub(super) fn as_use(item: &Item) -> Option<&UseDecl> {
    match &item.kind {
        ItemKind::Use(decl) => Some(decl),
        _ => None,
    }
}

fn statement(item: &Item) -> Option<Span> {
    as_use(item).map(|decl| decl.statement)
}

fn starts_with(decl: &UseDecl, name: &str) -> bool {
    decl.path.anchor == PathAnchor::Plain && decl.path.segments.len() > 1 && decl.path.segments[0].name == name
}

/// The bytes in which a scope's names hold.
fn region(facts: &FileFacts, text: &str, scope: ScopeId) -> Span {
    match facts.scopes[scope].kind {
        ScopeKind::Module(item) => facts.items[item].span,
        ScopeKind::Block(body) => {
            let body = &facts.bodies[body];
            body.exprs[body.root].span
        }
        ScopeKind::File => Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX)),
    }
}

/// The edit that takes a leaf out of its `use`: bytes and what stands there then. `None` where that would take more than the leaf: a
/// re-export, attributes, comments.
pub(super) fn removal(facts: &FileFacts, text: &str, leaf: ItemId) -> Option<(Span, String)> {
    let item = &facts.items[leaf];
    let decl = as_use(item)?;
    if item.visibility != Visibility::Private || !item.attrs.is_empty() || item.cfg.is_some() || item.span != decl.statement {
        return None;
    }
    let code = Tokens::new(text).code_in(decl.statement);
    let at = code.iter().position(|lexeme| span_of(lexeme) == item.name_span)?;
    // The groups around the leaf, innermost last: their brackets, and the element of each that leads to the leaf.
    let mut groups: Vec<(usize, usize)> = Vec::new();
    let mut open = Vec::new();
    for (index, lexeme) in code.iter().enumerate() {
        match lexeme.kind {
            LexKind::Open(b'{') => open.push(index),
            LexKind::Close(b'}') => {
                let start = open.pop()?;
                if start < at && at < index {
                    groups.push((start, index));
                }
            }
            _ => {}
        }
    }
    for (start, end) in groups {
        let elements = elements(&code, start, end);
        if elements.len() < 2 {
            continue;
        }
        let index = elements.iter().position(|(first, last)| (*first..=*last).contains(&at))?;
        let bytes = |(first, last): (usize, usize)| Span::new(span_of(&code[first]).start, span_of(&code[last]).end);
        let edit = if let [one, other] = elements[..] {
            let kept = if index == 0 { other } else { one };
            let kept_text = text.get(bytes(kept).range())?;
            if kept_text == "self" {
                (comma_span(&elements, index, &bytes), String::new())
            } else {
                (bytes((start, end)), kept_text.to_owned())
            }
        } else {
            (comma_span(&elements, index, &bytes), String::new())
        };
        return (!has_comment(text.get(edit.0.range())?)).then_some(edit);
    }
    let whole = with_line(text, decl.statement);
    (!has_comment(text.get(decl.statement.range())?)).then_some((whole, String::new()))
}

/// First and last lexeme of each element of the group between two brackets.
fn elements(code: &[crate::syntax::Lexeme], start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut depth, mut first) = (0_usize, start + 1);
    for (index, lexeme) in code.iter().enumerate().take(end).skip(start + 1) {
        match lexeme.kind {
            LexKind::Open(_) => depth += 1,
            LexKind::Close(_) => depth = depth.saturating_sub(1),
            LexKind::Punct(b',') if depth == 0 => {
                if first < index {
                    found.push((first, index - 1));
                }
                first = index + 1;
            }
            _ => {}
        }
    }
    if first < end {
        found.push((first, end - 1));
    }
    found
}

/// An element with the comma that it takes along.
fn comma_span(elements: &[(usize, usize)], index: usize, bytes: &dyn Fn((usize, usize)) -> Span) -> Span {
    let own = bytes(elements[index]);
    match elements.get(index + 1) {
        Some(next) => Span::new(own.start, bytes(*next).start),
        None => Span::new(bytes(elements[index - 1]).end, own.end),
    }
}

/// A statement with its line's indentation and end, if nothing else stands there.
fn with_line(text: &str, span: Span) -> Span {
    let (head, tail) = (&text[..span.start as usize], &text[span.end as usize..]);
    let indent = head.len() - head.trim_end_matches([' ', '\t']).len();
    let start_of_line = head.len() - indent;
    let rest = tail.len() - tail.trim_start_matches([' ', '\t']).len();
    let newline = if tail[rest..].starts_with("\r\n") { 2 } else { usize::from(tail[rest..].starts_with('\n')) };
    let alone = (start_of_line == 0 || text[..start_of_line].ends_with('\n')) && newline > 0;
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    if alone { Span::new(byte(start_of_line), byte(span.end as usize + rest + newline)) } else { span }
}

/// The edits that take out the imports which `before` used and `after`, the same file after fixes, does not; sorted. Nothing if `after` does
/// not parse, or where something else may name them (`elsewhere`).
#[must_use]
pub fn superfluous_imports(before: &str, after: &str, elsewhere: &dyn Fn(&str) -> bool) -> Vec<(Span, String)> {
    use crate::syntax::{Bodies, MacroTable, lower};
    let (old, new) = (lower(before, Bodies::Lower, &MacroTable::default()), lower(after, Bodies::Lower, &MacroTable::default()));
    if !new.errors.is_empty() {
        return Vec::new();
    }
    // With bodies: signatures alone leave out test modules, which may name an import too.
    let mut edits: Vec<(Span, String)> = Vec::new();
    for (id, item) in new.facts.items.iter_enumerated() {
        let Some(UseDecl { path, kind: UseKind::Named { .. }, .. }) = as_use(item) else { continue };
        let was_there = old
            .facts
            .items
            .iter_enumerated()
            .find(|(_, other)| as_use(other).is_some_and(|decl| same_path(&decl.path, path)) && other.name == item.name);
        let Some((was, _)) = was_there else { continue };
        let was_used = matches!(others(&old.facts, before, was, AsModule::No, &[], elsewhere), Others::Here(_));
        if was_used
            && others(&new.facts, after, id, AsModule::No, &[], elsewhere) == Others::None
            && let Some(edit) = removal(&new.facts, after, id)
            // Two leaves of one `use` at once would overlap; the next call takes the second.
            && edits.iter().all(|(span, _)| span.end <= edit.0.start || edit.0.end <= span.start)
        {
            edits.push(edit);
        }
    }
    edits.sort_by_key(|(span, _)| *span);
    edits
}

/// Whether the text of another file of the crate may name `name` through an import of the file that it is a module below of.
#[must_use]
pub fn names_through_parent(text: &str, name: &str) -> bool {
    use crate::syntax::{Bodies, MacroTable, lower};
    let lowered = lower(text, Bodies::Lower, &MacroTable::default());
    !lowered.errors.is_empty() || may_name(&lowered.facts, text, name)
}

fn same_path(a: &Path, b: &Path) -> bool {
    a.anchor == b.anchor && a.segments.iter().map(|segment| segment.name).eq(b.segments.iter().map(|segment| segment.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(before: &str, after: &str) -> String {
        let mut text = after.to_owned();
        for (span, with) in superfluous_imports(before, after, &|_| false).into_iter().rev() {
            text.replace_range(span.range(), &with);
        }
        text
    }

    fn after_dropping(imports: &str, used: &str, left: &str) -> String {
        let before = format!("{imports}\nfn f() {{ {used}; {left} }}\n");
        let after = format!("{imports}\nfn f() {{ {left} }}\n");
        tidied(&before, &after).split("fn f()").next().expect("there is a first part").trim_end().to_owned()
    }

    #[test]
    fn leaves_go_precisely() {
        assert_eq!(after_dropping("use std::fs;", "fs::read()", ""), "");
        assert_eq!(after_dropping("use std::{fs, io};", "fs::read()", "io::x();"), "use std::io;");
        assert_eq!(after_dropping("use std::{io, fs};", "fs::read()", "io::x();"), "use std::io;");
        assert_eq!(after_dropping("use std::{env, fs, io};", "fs::read()", "io::x(); env::y();"), "use std::{env, io};");
        assert_eq!(after_dropping("use std::{env, io, fs};", "fs::read()", "io::x(); env::y();"), "use std::{env, io};");
        assert_eq!(after_dropping("use std::process::{self, Command};", "Command::new()", "process::x();"), "use std::process::{self};");
        assert_eq!(after_dropping("use std::{fs::{self, File}, io};", "fs::read()", "io::x(); File::y();"), "use std::{fs::File, io};");
        assert_eq!(after_dropping("use std::{fs::{read}, io};", "read()", "io::x();"), "use std::io;");
        assert_eq!(after_dropping("use std::fs as files;", "files::read()", ""), "");
    }

    #[test]
    fn traits_go_with_their_last_call() {
        assert_eq!(after_dropping("use std::io::Write;", "f.write_all(b)", "f.write_all(b).await"), "");
        assert_eq!(after_dropping("use std::io::{self, Read};", "f.read(b)", "io::x();"), "use std::io::{self};");
        for left in ["f.flush()", "writeln!(f)", "Write::flush(f)"] {
            assert_eq!(after_dropping("use std::io::Write;", "f.write_all(b)", left), "use std::io::Write;");
        }
        let inner = "use std::io::Write;\nmod tests { use super::*; fn t() { f.flush(); } }";
        assert_eq!(after_dropping(inner, "f.write_all(b)", ""), inner);
    }

    #[test]
    fn what_may_be_needed_stays() {
        for imports in ["pub use std::fs;", "#[cfg(unix)] use std::fs;", "use std::{fs, /* why */ io};", "use std::fs;\nuse fs::File;"] {
            assert_eq!(after_dropping(imports, "fs::read()", ""), imports);
        }
        assert_eq!(after_dropping("use std::fs;", "fs::read()", "fs::write();"), "use std::fs;");
        let inner = "mod tests { use super::*; fn t() { fs::x(); } }";
        assert_eq!(after_dropping(&format!("use std::fs;\n{inner}"), "fs::read()", ""), format!("use std::fs;\n{inner}"));
        assert_eq!(after_dropping("use std::fs;", "", ""), "use std::fs;", "it was unused before");
    }
}
