//! Async files that are dropped before all written data has reached the file.

use super::CodedLint;
use super::site::{Found, Remark, Site};
use crate::catalogue::{ReceiverSet, Role};
use crate::facts::{ExprId, ExprKind, PatId, PatKind, SelfParam, Stmt};
use crate::types::Callee;

pub(super) const ID: &str = "unflushed-file";

pub(super) const LINT: CodedLint = CodedLint { ids: &[ID], replaces: &[], find };

fn find(site: &Site<'_>) -> Vec<Found> {
    // Most bodies write nothing: skip them early.
    if site.playing(Role::AsyncWrite).next().is_none() {
        return Vec::new();
    }
    let Some(class) = site.view.catalogue.receivers().class("async-file") else { return Vec::new() };
    let blocks = site.view.body.exprs.iter().filter_map(|expr| match &expr.kind {
        ExprKind::Block { stmts, .. } => Some(stmts),
        _ => None,
    });
    let lets = blocks.flatten().filter_map(|stmt| match stmt {
        Stmt::Let { pat, init: Some(_), .. } => Some(*pat),
        _ => None,
    });
    lets.filter_map(|pat| found(site, pat, class)).collect()
}

fn found(site: &Site<'_>, pat: PatId, class: &ReceiverSet) -> Option<Found> {
    let PatKind::Bind { by_ref: false, sub: None, .. } = &site.view.body.pats[pat].kind else { return None };
    let ty = &site.view.types.pats[pat];
    if !site.view.owns(ty, class) {
        return None;
    }
    let mut last_write = None;
    for named in site.uses(pat) {
        match part_of(site, named)? {
            Part::Writes(call) => last_write = Some(call),
            Part::LooksOnly => {}
        }
    }
    let write = last_write.filter(|write| site.is_async(*write))?;
    let path = site.view.path_of(ty).map(|path| path.to_string()).unwrap_or_default();
    let name = path.rsplit("::").next().unwrap_or_default();
    Some(Found {
        lint: ID,
        span: site.view.name_span(write),
        place: site.place(write),
        message: format!("this `{name}` is dropped before what was written has reached the file"),
        help: "end with `flush().await?`, or `sync_all().await?` if it must survive a crash".to_owned(),
        remark: Remark {
            subject: path,
            why: "an async write returns before the bytes are in the file: later errors are lost, and so is what is not written yet"
                .to_owned(),
            level: None,
        },
    })
}

enum Part {
    Writes(ExprId),
    LooksOnly,
}

/// What happens to the file at a use; `None` if it is flushed, read, moved, or lent to code that may flush it.
fn part_of(site: &Site<'_>, named: ExprId) -> Option<Part> {
    let parent = site.parent(named)?;
    match site.kind(parent) {
        ExprKind::MethodCall { receiver, .. } if *receiver == named => {
            if site.plays(parent, Role::AsyncWrite) {
                return Some(Part::Writes(parent));
            }
            if site.plays(parent, Role::AsyncFlush) {
                return None;
            }
            let Some(Callee::Fn(callee)) = site.view.types.callees.get(&parent) else { return None };
            let takes = site.view.db.function(callee.def).and_then(|function| function.sig.self_param.as_ref());
            matches!(takes, Some(SelfParam::Ref)).then_some(Part::LooksOnly)
        }
        // Lent: `tokio::io::copy(&mut from, &mut file)` flushes at its end, and other callees may.
        _ => None,
    }
}
