//! A value that a decoder reads from a file: the file is read at once, and the value is decoded from memory.

use super::super::code::paths;
use super::super::code::scene::Scene;
use super::super::code::tokens::has_comment;
use super::super::draft::Draft;
use super::super::values::across;
use super::super::{Input, RankedDrafts, UNWRAPPERS, replace};
use crate::catalogue::Instead;
use crate::diagnostics::{Applicability, Form, Guard, Kind};
use crate::facts::{ExprId, ExprKind, Path, Span};
use crate::types::Callee;

/// Decoders that take a reader, and the fn of the same crate that takes bytes.
const DECODERS: [(&str, &str); 2] = [("serde_json::from_reader", "from_slice"), ("serde_yaml::from_reader", "from_slice")];

/// Adds the fix to the findings of the decoder and of the file that it reads.
pub(in crate::fix::propose) fn add(input: &Input<'_>, scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    let mut calls: Vec<(ExprId, &str)> = made
        .iter()
        .filter(|made| made.kind == Kind::Direct)
        .filter_map(|made| {
            let path = &input.catalogue.api(made.api?).path;
            let (_, bytes) = DECODERS.iter().find(|(reader, _)| reader == path)?;
            Some((made.expr, *bytes))
        })
        .collect();
    calls.dedup();
    for (call, bytes) in calls {
        let mut draft = Draft::new(Form::Replace, Applicability::Unsafe);
        draft.doubt_about(Guard::OtherBehaviour, "the whole file is read before the first value".to_owned());
        let Ok(opening) = fill(input, scene, call, bytes, &mut draft) else { continue };
        if draft.is_refused() {
            continue;
        }
        // Drafts that are equally safe are offered in this order.
        for made in made.iter_mut().filter(|made| made.expr == call || made.expr == opening) {
            made.drafts.insert(0, draft.clone());
        }
    }
}

fn fill(input: &Input<'_>, scene: &Scene<'_>, call: ExprId, bytes: &str, draft: &mut Draft) -> Result<ExprId, Guard> {
    let root = scene.root(call)?;
    let ExprKind::Call { callee, args } = scene.kind(call) else { return Err(Guard::UnusualForm) };
    let (ExprKind::Path(decoder), [reader]) = (scene.kind(*callee), &args[..]) else { return Err(Guard::UnusualForm) };
    let file = buffered(scene, *reader);
    let (opening, old) = opened(scene, file.unwrap_or(*reader)).ok_or(Guard::OtherRoot)?;
    let read = reading(input).filter(|_| (input.runtimes)(scene.def.krate).first().is_none_or(|runtime| runtime == "tokio"));
    let head = replace::needs(input, scene, read.ok_or(Guard::NoRuntime)?, replace::home(scene), draft).ok_or(Guard::NoRuntime)?;
    let path = paths::usable(scene, opening, "tokio::fs::read", &head).ok_or(Guard::AmbiguousImport)?;
    let last = decoder.segments.last().filter(|last| last.args.is_none()).ok_or(Guard::Turbofish)?;
    if decoder.segments.len() < 2 {
        return Err(Guard::AmbiguousImport);
    }
    let (whole, inner) = (scene.span(*reader), scene.span(file.unwrap_or(*reader)));
    let before = Span::new(whole.start, old.span.end);
    let after = Span::new(inner.end, whole.end);
    if has_comment(scene.text(before)) || has_comment(scene.text(after)) {
        return Err(Guard::Comment);
    }
    draft.changes.push((last.span, bytes.to_owned()));
    draft.changes.push((before, format!("&{path}")));
    let end = scene.span(opening).end;
    draft.changes.push((Span::new(end, end), ".await".to_owned()));
    if after.start < after.end {
        draft.changes.push((after, String::new()));
    }
    replace::drop_import(scene, opening, old, draft)?;
    // The decoder's import is checked when all fixes are applied.
    draft.import = None;
    across::judge(scene, opening, root, draft);
    draft.changes.sort_by_key(|(span, _)| *span);
    super::super::offload::merge_touching(&mut draft.changes);
    draft.title = format!("read the file with `{path}`, and parse it from memory");
    Ok(opening)
}

/// The catalogue's replacement for reading a whole file.
pub(in crate::fix::propose) fn reading<'a>(input: &'a Input<'_>) -> Option<&'a Instead> {
    let index = input.catalogue.by_path("std::fs::read").first()?;
    input.catalogue.api(*index).instead.get("tokio")
}

/// The reader within `BufReader::new(..)`.
fn buffered(scene: &Scene<'_>, reader: ExprId) -> Option<ExprId> {
    let ExprKind::Call { args, .. } = scene.kind(reader) else { return None };
    (calls(scene, reader, "std::io::BufReader::new") && args.len() == 1).then(|| args[0])
}

/// The `File::open` call of a file, and its path as written.
fn opened<'a>(scene: &Scene<'a>, mut at: ExprId) -> Option<(ExprId, &'a Path)> {
    loop {
        match scene.kind(at) {
            ExprKind::Try { operand } => at = *operand,
            ExprKind::MethodCall { receiver, method, .. } if UNWRAPPERS.contains(&method.as_str()) => at = *receiver,
            ExprKind::Call { callee, .. } if calls(scene, at, "std::fs::File::open") => {
                let ExprKind::Path(path) = scene.kind(*callee) else { return None };
                return Some((at, path));
            }
            _ => return None,
        }
    }
}

fn calls(scene: &Scene<'_>, call: ExprId, path: &str) -> bool {
    match scene.types.callees.get(&call) {
        Some(Callee::Fn(callee)) => &*scene.store().canonical_path(callee.def) == path,
        _ => false,
    }
}
