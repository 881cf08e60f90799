//! Imports that a rewrite makes superfluous: which one a path uses, what else uses it, and how it is removed.
//!
//! An import is removed only if nothing else uses it. Where that is unclear (glob imports in child modules, globs from macros) it stays,
//! and the fix is not safe, since a build that denies warnings would fail.

pub(super) mod io_traits;
pub(super) mod superfluous;

use super::code::paths;
use super::code::scene::Scene;
use super::code::texts::{Mentions, Names, Texts};
use super::code::tokens::{AsModule, Spans, Tokens, has_comment, span_of};
use crate::facts::{
    ExprId, FileFacts, Item, ItemId, ItemKind, Name, Path, PathAnchor, ScopeId, ScopeKind, Span, UseDecl, UseKind, Visibility,
};
use crate::syntax::LexKind;
use io_traits::{IoTrait, is_path};
use std::sync::Arc;

/// What the first name of a path is bound by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// This `use` leaf.
    Use(ItemId),
    /// Several, which exclude each other by `cfg`.
    Several,
    /// A crate, or an item that is not an import.
    NoImport,
    /// A glob import.
    Glob,
}

/// What binds the first name of `path` in `scope` of the file with this text.
pub(super) fn binding(facts: &FileFacts, (texts, text): (&Texts, &str), scope: ScopeId, path: &Path) -> Binding {
    let Some(head) = path.segments.first().filter(|_| path.anchor == PathAnchor::Plain && path.qself.is_none()) else {
        return Binding::NoImport;
    };
    let mut has_glob = false;
    let mut at = Some(scope);
    while let Some(scope) = at {
        let names = texts.names(text, scope, || names(facts, scope));
        match names.by_name.get(&head.name).map_or(&[][..], Vec::as_slice)[..] {
            [] => {}
            [one] if matches!(facts.items[one].kind, ItemKind::Use(_)) => return Binding::Use(one),
            [_] => return Binding::NoImport,
            _ => return Binding::Several,
        }
        has_glob |= names.has_glob;
        at = match facts.scopes[scope].kind {
            ScopeKind::Block(_) => facts.scopes[scope].parent,
            ScopeKind::File | ScopeKind::Module(_) => None,
        };
    }
    let is_crate = path.segments.len() > 2 || ["std", "core", "alloc"].contains(&head.name.as_str());
    if has_glob && !is_crate { Binding::Glob } else { Binding::NoImport }
}

fn names(facts: &FileFacts, scope: ScopeId) -> Names {
    let mut names = Names::default();
    for &id in &facts.scopes[scope].items {
        let item = &facts.items[id];
        names.by_name.entry(item.name).or_default().push(id);
        names.has_glob |= as_use(item).is_some_and(|decl| decl.kind == UseKind::Glob);
    }
    names
}

/// The other uses of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OtherUses {
    /// There are none.
    None,
    /// There are uses in the same module. The list has all mentions, including those in `except`.
    Here(Arc<[Span]>),
    /// There are uses in the same module, as above, and perhaps others in modules below it: it must stay.
    HereAndBelow(Arc<[Span]>),
    /// Unknown.
    Unclear,
}

/// The uses of a `use` leaf of the file with this text, except those in `except`. `elsewhere` says whether other files may use a name.
pub(super) fn others(
    facts: &FileFacts,
    (texts, text): (&Texts, &str),
    leaf: ItemId,
    as_module: AsModule,
    except: &[Span],
    elsewhere: &dyn Fn(&str) -> bool,
) -> OtherUses {
    let item = &facts.items[leaf];
    let mentions = texts.mentions(text, leaf, as_module, || mentions(facts, &texts.tokens(text), leaf, as_module));
    let except = Spans::new(except.iter().copied());
    let is_below = mentions.unclear.iter().any(|mention| !except.cover(*mention));
    let is_needed = !mentions.through.is_empty() || mentions.here.iter().any(|mention| !except.cover(*mention));
    match item.visibility {
        _ if is_needed && is_below => OtherUses::HereAndBelow(Arc::clone(&mentions.all)),
        _ if is_below => OtherUses::Unclear,
        _ if is_needed => OtherUses::Here(Arc::clone(&mentions.all)),
        Visibility::Private if facts.scopes[item.scope].kind == ScopeKind::File && elsewhere(item.name.as_str()) => OtherUses::Unclear,
        _ => OtherUses::None,
    }
}

/// The mentions of a `use` leaf.
fn mentions(facts: &FileFacts, tokens: &Tokens<'_>, leaf: ItemId, as_module: AsModule) -> Mentions {
    let item = &facts.items[leaf];
    let name = item.name.as_str();
    let region = region(facts, tokens.text(), item.scope);
    let statements = Spans::new(facts.items.iter().filter_map(statement));
    let modules = facts.scopes.iter_enumerated().filter(|(id, scope)| *id != item.scope && matches!(scope.kind, ScopeKind::Module(_)));
    let nested: Vec<(ScopeId, Span)> =
        modules.map(|(id, _)| (id, self::region(facts, tokens.text(), id))).filter(|(_, span)| region.contains(*span)).collect();
    // An import `as _` has no name. A trait is also used by calls of its methods.
    let is_anonymous = as_use(item).is_some_and(|decl| decl.kind == UseKind::Anonymous);
    let mut named = if is_anonymous { Vec::new() } else { tokens.heads(name, as_module, region) };
    if let Some(one) = as_use(item).and_then(|decl| IoTrait::imported(&decl.path)) {
        named.extend(io_traits::needs_of(tokens, one, region));
    }
    named.retain(|mention| !statements.cover(*mention));
    let mut found = Mentions::default();
    for (mention, module) in named.iter().zip(innermost(&nested, &named)) {
        match module {
            None => found.here.push(*mention),
            // A nested module sees this import only through `super`.
            Some((scope, span)) => {
                let has_own = facts.scopes[scope].items.iter().any(|item| facts.items[*item].name == item_name(name));
                if !has_own && !tokens.heads("super", AsModule::No, span).is_empty() {
                    found.unclear.push(*mention);
                }
            }
        }
    }
    // `use fs::File;` uses it as well.
    let goes_through = |item: &&Item| matches!(&item.kind, ItemKind::Use(decl) if starts_with(decl, name));
    found.through.extend(facts.items.iter().filter(goes_through).filter(|other| other.scope == item.scope).filter_map(statement));
    found.all = found.here.iter().chain(&found.through).copied().collect();
    found
}

/// The smallest of `modules` around each of `spans`. Modules are disjoint or nested.
fn innermost(modules: &[(ScopeId, Span)], spans: &[Span]) -> Vec<Option<(ScopeId, Span)>> {
    let mut sorted = modules.to_vec();
    sorted.sort_unstable_by_key(|(_, span)| (span.start, std::cmp::Reverse(span.end)));
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_unstable_by_key(|index| spans[*index].start);
    let mut found = vec![None; spans.len()];
    let (mut open, mut next): (Vec<(ScopeId, Span)>, _) = (Vec::new(), 0);
    for index in order {
        let span = spans[index];
        while let Some(module) = sorted.get(next).filter(|(_, module)| module.start <= span.start) {
            while open.pop_if(|(_, outer)| outer.end <= module.1.start).is_some() {}
            open.push(*module);
            next += 1;
        }
        while open.pop_if(|(_, outer)| outer.end <= span.start).is_some() {}
        found[index] = open.iter().rev().find(|(_, module)| module.contains(span)).copied();
    }
    found
}

/// Whether the text of another file of the crate may use `name` through this file: in a path into the crate, or by a glob import from the
/// crate.
pub(super) fn may_name(facts: &FileFacts, texts: &Texts, text: &str, name: &str) -> bool {
    let is_local = |path: &Path| matches!(path.anchor, PathAnchor::Super(_) | PathAnchor::Crate | PathAnchor::SelfModule);
    let uses = || facts.items.iter().filter_map(|item| Some((item, as_use(item)?)));
    let has_glob = uses().any(|(_, decl)| decl.kind == UseKind::Glob && is_local(&decl.path));
    let has_own = uses().any(|(item, decl)| item.name == item_name(name) && !is_local(&decl.path));
    let through = uses().any(|(_, decl)| is_local(&decl.path) && decl.path.segments.iter().any(|segment| segment.name == item_name(name)));
    let all = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let is_needed = || {
        let tokens = texts.tokens(text);
        let has_calls = IoTrait::called(name).is_some_and(|one| !io_traits::needs_of(&tokens, one, all).is_empty());
        has_calls || !tokens.heads(name, AsModule::No, all).is_empty()
    };
    through || text.contains(&format!("super::{name}")) || (has_glob && !has_own && is_needed())
}

/// Whether other files of the crate may use `name` through the file of `scene`.
pub(super) fn is_nameable_elsewhere(scene: &Scene<'_>, name: &str) -> bool {
    let files = &scene.store().krate(scene.def.krate).files;
    let find = || files.iter().filter(|file| may_name(&file.facts, scene.texts, &file.text, name)).map(|file| file.id).collect();
    let found = scene.texts.nameable(scene.def.krate, name, find);
    found.iter().any(|file| *file != scene.file.id)
}

fn item_name(name: &str) -> Name {
    Name::new(name)
}

/// The private import of a path that is in scope at an expression.
pub(super) fn leaf(scene: &Scene<'_>, at: ExprId, path: &[&str]) -> Option<ItemId> {
    let facts = &scene.file.facts;
    let mut scope = Some(paths::scope_at(scene, at));
    while let Some(id) = scope {
        let items = facts.scopes[id].items.iter().copied();
        let mut found = items.filter(|item| as_use(&facts.items[*item]).is_some_and(|decl| is_path(&decl.path, path)));
        if let Some(first) = found.next() {
            let is_plain = facts.items[first].attrs.is_empty() && facts.items[first].cfg.is_none();
            return (found.next().is_none() && is_plain).then_some(first);
        }
        scope = match facts.scopes[id].kind {
            ScopeKind::Block(_) => facts.scopes[id].parent,
            ScopeKind::File | ScopeKind::Module(_) => None,
        };
    }
    None
}

pub(super) fn as_use(item: &Item) -> Option<&UseDecl> {
    match &item.kind {
        ItemKind::Use(decl) => Some(decl),
        _ => None,
    }
}

/// Whether the module of a `use` leaf surely uses it.
pub(super) fn is_needed_here(facts: &FileFacts, (texts, text): (&Texts, &str), leaf: ItemId) -> bool {
    let as_module = AsModule::No;
    let mentions = texts.mentions(text, leaf, as_module, || mentions(facts, &texts.tokens(text), leaf, as_module));
    mentions.unclear.is_empty() && !mentions.all.is_empty()
}

fn statement(item: &Item) -> Option<Span> {
    as_use(item).map(|decl| decl.statement)
}

fn starts_with(decl: &UseDecl, name: &str) -> bool {
    decl.path.anchor == PathAnchor::Plain && decl.path.segments.len() > 1 && decl.path.segments[0].name == name
}

/// The span of a scope.
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

/// The edit that removes a leaf from its `use`. `None` if that would remove more than the leaf: a re-export, attributes, comments.
pub(super) fn removal(facts: &FileFacts, (texts, text): (&Texts, &str), leaf: ItemId) -> Option<(Span, String)> {
    let item = &facts.items[leaf];
    let decl = as_use(item)?;
    if item.visibility != Visibility::Private || !item.attrs.is_empty() || item.cfg.is_some() || item.span != decl.statement {
        return None;
    }
    let tokens = texts.tokens(text);
    let code = tokens.code_in(decl.statement);
    let at = code.iter().position(|lexeme| span_of(lexeme) == item.name_span)?;
    // The bracket pairs around the leaf, innermost first.
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
        let elements = elements(code, start, end);
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

/// The span of an element and the comma that is removed with it.
fn comma_span(elements: &[(usize, usize)], index: usize, bytes: &dyn Fn((usize, usize)) -> Span) -> Span {
    let own = bytes(elements[index]);
    match elements.get(index + 1) {
        Some(next) => Span::new(own.start, bytes(*next).start),
        None => Span::new(bytes(elements[index - 1]).end, own.end),
    }
}

/// The whole lines of a statement, if nothing else is on them; else the statement.
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
