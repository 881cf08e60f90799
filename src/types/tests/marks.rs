//! `fixtures/types/`: the type of each marked expression.
//!
//! A mark is a comment below a line, with carets under an expression and its type after them: `//  ^^^^ Vec<u8>`. If the engine does not
//! infer that type yet, its actual result follows: `//  ^^^^ Vec<u8> (said: _)`, so the test fails when the gap is closed.

use crate::catalogue::Catalogue;
use crate::facts::{Body, ExprKind, Span};
use crate::names::tests::world::{World, all_defs};
use crate::names::{CrateStore, DefId, StubCrate};
use crate::types::{BodyTypes, TypeDb};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// A mark: the bytes of the expression, and the expected result.
struct Mark {
    span: Span,
    line: usize,
    ty: String,
    said: Option<String>,
}

/// The marks of a text.
fn marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    // The start of the last line of code.
    let (mut code, mut at) = (0, 0);
    for (line, words) in (1..).zip(text.split_inclusive('\n')) {
        let comment = words.trim_start().strip_prefix("//").filter(|comment| comment.trim_start().starts_with('^'));
        if let Some(comment) = comment {
            let column = words.find('^').expect("it starts with one");
            let (carets, ty) = comment.trim().split_once(' ').expect("a type follows");
            let ty = ty.trim();
            let (ty, said) = match ty.strip_suffix(')').and_then(|ty| ty.rsplit_once(" (said: ")) {
                Some((ty, said)) => (ty, Some(said.to_owned())),
                None => (ty, None),
            };
            let start = u32::try_from(code + column).expect("small");
            let span = Span::new(start, start + u32::try_from(carets.len()).expect("small"));
            found.push(Mark { span, line, ty: ty.to_owned(), said });
        } else {
            code = at;
        }
        at += words.len();
    }
    found
}

/// The bodies of a crate that are written in its file.
fn bodies<'s>(db: &TypeDb<'s>, store: &'s CrateStore<'_>) -> Vec<(DefId, &'s Body, Arc<BodyTypes>)> {
    let krate = store.local_crates()[0];
    let body = |def: DefId| Some((def, store.body(def)?.body, db.body_types(def)?));
    all_defs(store, krate).into_iter().filter_map(body).collect()
}

/// The type of the expression with this span; of the outermost, if parentheses or blocks make it several.
fn said(db: &TypeDb<'_>, bodies: &[(DefId, &Body, Arc<BodyTypes>)], span: Span) -> Option<String> {
    bodies.iter().find_map(|(_, body, types)| {
        let found = body.exprs.iter_enumerated().filter(|(_, expr)| expr.span == span && !matches!(expr.kind, ExprKind::Missing));
        let expr = found.map(|(id, _)| db.show(&types.exprs[id])).last();
        let pat = || body.pats.iter_enumerated().find(|(_, pat)| pat.span == span).map(|(id, _)| db.show(&types.pats[id]));
        expr.or_else(pat)
    })
}

#[test]
fn types_are_as_marked() {
    let catalogue = Catalogue::embedded().expect("the data is sound");
    let stubs: Vec<StubCrate> =
        catalogue.stubs().iter().map(|stub| StubCrate { name: stub.name.clone(), files: stub.files.clone() }).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/types");
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("it is there").flatten() {
        let name = entry.file_name().into_string().expect("names are UTF-8");
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            files.insert(name, std::fs::read_to_string(entry.path()).expect("it is text"));
        }
    }
    let (mut wrong, mut number, mut gaps) = (String::new(), 0, 0);
    for (name, text) in &files {
        let world = World::new(&format!("//- crate app lib 2021 futures tokio\n//- src/lib.rs\n{text}"));
        let store = world.load_with(&stubs);
        let db = TypeDb::new(&store);
        let bodies = bodies(&db, &store);
        for mark in marks(text) {
            number += 1;
            gaps += usize::from(mark.said.is_some());
            let said = said(&db, &bodies, mark.span).unwrap_or_else(|| "no expression".to_owned());
            let expected = mark.said.as_ref().unwrap_or(&mark.ty);
            if said != *expected {
                let shown = text.get(mark.span.range()).unwrap_or_default();
                writeln!(wrong, "{name}:{}: `{shown}` is marked `{expected}`, said is `{said}`", mark.line).expect("text can grow");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(number >= 300, "only {number} marks were read");
    assert!(gaps * 10 < number, "{gaps} of {number} marks are gaps");
}
