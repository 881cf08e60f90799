//! A request that a blocking client makes and reads in one chain of calls: the async client of another package makes it, if the package depends on
//! that. A second fix for people to choose, since the two clients differ.

use super::super::code::paths;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::super::offload::join_error;
use super::super::replace::template;
use super::super::values::across;
use super::super::{Input, RankedDrafts, offload, replace};
use super::Package;
use crate::catalogue::{AsyncRequest, RequestClient, RequestStep};
use crate::diagnostics::{Applicability, Form, Guard, Kind};
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Span, Stmt};

/// Adds one fix to all findings of each request.
pub(in crate::fix::propose) fn add(input: &Input<'_>, scene: &Scene<'_>, made: &mut [RankedDrafts]) {
    for rule in &input.catalogue.contexts().twins().requests {
        let request = Request { input, scene, rule, client: None };
        let mut done: Vec<ExprId> = Vec::new();
        for index in 0..made.len() {
            if made[index].kind != Kind::Direct || done.contains(&made[index].expr) || !request.is_step(made[index].expr) {
                continue;
            }
            let mut draft = Draft::new(Form::Replace, Applicability::Unsafe);
            let Ok(calls) = request.fill(made[index].expr, &mut draft) else { continue };
            for made in made.iter_mut().filter(|made| !draft.is_refused() && made.kind == Kind::Direct && calls.contains(&made.expr)) {
                made.drafts.push(draft.clone());
            }
            done.extend(calls);
        }
    }
}

/// Requests in one body.
pub(super) struct Request<'a, 's> {
    pub(super) input: &'a Input<'a>,
    pub(super) scene: &'a Scene<'s>,
    pub(super) rule: &'a AsyncRequest,
    /// The value that begins requests, if it is replaced by the async client.
    pub(super) client: Option<&'a RequestClient>,
}

impl<'a> Request<'a, '_> {
    fn step(&self, call: ExprId, among: &'a [RequestStep]) -> Option<&'a RequestStep> {
        let path = self.scene.callee_path(call)?;
        among.iter().find(|step| step.paths.contains(&path))
    }

    /// Whether a call begins a request of the value that is replaced.
    fn begins(&self, call: ExprId) -> bool {
        let path = self.client.and_then(|_| self.scene.callee_path(call));
        path.zip(self.client).is_some_and(|(path, client)| client.methods.contains(&path))
    }

    fn is_step(&self, call: ExprId) -> bool {
        self.step(call, &self.rule.steps).is_some()
    }

    /// Writes the changes of the request that a call belongs to. Returns its calls.
    pub(super) fn fill(&self, call: ExprId, draft: &mut Draft) -> Result<Vec<ExprId>, Guard> {
        let scene = self.scene;
        let root = scene.root(call)?;
        if !join_error::is_any_taken(scene, root) {
            return Err(Guard::ResultType);
        }
        let mut calls = Vec::new();
        let mut at = self.end(call)?;
        if !self.is_read(at) {
            return Err(Guard::OtherUse);
        }
        let mut features: Vec<&str> = Vec::new();
        loop {
            if let Some(pat) = scene.local(at) {
                at = self.made(pat, draft)?;
            }
            if scene.body.exprs[at].from_expansion || scene.root(at)? != root {
                return Err(Guard::MacroArgument);
            }
            match scene.kind(at) {
                ExprKind::Try { operand } => at = *operand,
                ExprKind::MethodCall { .. } if self.begins(at) => {
                    let package = Package { name: &self.rule.package, features: &features, since: None };
                    super::head(self.input, scene, &package, draft)?;
                    calls.push(at);
                    break;
                }
                ExprKind::MethodCall { receiver, method_span, turbofish, args, .. } => {
                    let step = self.step(at, &self.rule.steps).ok_or(Guard::OtherUse)?;
                    if turbofish.is_some()
                        && let Some((name, after)) = renamed(&step.code)
                    {
                        // The types stay.
                        let end = scene.span(at).end;
                        draft.changes.extend([(*method_span, name.to_owned()), (Span::new(end, end), after.to_owned())]);
                    } else {
                        let is_ref = args.first().is_some_and(|arg| matches!(scene.kind(*arg), ExprKind::Ref { .. }));
                        let code = if is_ref { step.code.replace("&{0}", "{0}") } else { step.code.clone() };
                        draft.changes.extend(template::changes(scene, at, &code, None)?);
                    }
                    features.extend(step.features.iter().map(String::as_str));
                    if step.code.contains(".await") {
                        across::judge(scene, at, root, draft);
                        // The error has another type, which only `?` hides.
                        if !scene.parent(at).is_some_and(|above| matches!(scene.kind(above), ExprKind::Try { .. })) {
                            return Err(Guard::ResultType);
                        }
                    }
                    calls.push(at);
                    at = *receiver;
                }
                ExprKind::Call { callee, .. } => {
                    let step = self.step(at, &self.rule.starts).ok_or(Guard::OtherUse)?;
                    let ExprKind::Path(old) = scene.kind(*callee) else { return Err(Guard::UnusualForm) };
                    let name = old.segments.last().ok_or(Guard::UnusualForm)?.name;
                    let package = Package { name: &self.rule.package, features: &features, since: None };
                    let head = super::head(self.input, scene, &package, draft)?;
                    let path = paths::usable(scene, at, &step.code, &head).ok_or(Guard::AmbiguousImport)?;
                    draft.changes.push((old.span, format!("{path}().{name}")));
                    replace::drop_import(scene, at, old, draft)?;
                    break;
                }
                _ => return Err(Guard::OtherUse),
            }
        }
        draft.changes.sort_by_key(|(span, _)| *span);
        offload::merge_touching(&mut draft.changes);
        draft.title = format!("use the async client of `{}`, which {}", self.rule.package, self.rule.differs);
        Ok(calls)
    }

    /// The last call of the request: that which reads the answer of this one.
    fn end(&self, call: ExprId) -> Result<ExprId, Guard> {
        let scene = self.scene;
        let mut end = call;
        for (above, below) in scene.around(call) {
            match scene.kind(above) {
                ExprKind::Try { .. } => {}
                ExprKind::MethodCall { receiver, .. } if *receiver == below && self.is_step(above) => end = above,
                ExprKind::Block { stmts, .. } => {
                    // Bound to a variable, which is read elsewhere.
                    let is_it = |stmt: &&Stmt| matches!(stmt, Stmt::Let { init: Some(init), .. } if *init == below);
                    let Some(Stmt::Let { pat, .. }) = stmts.iter().find(is_it) else { break };
                    let [only] = scene.mentions(*pat)[..] else { break };
                    let above = scene.parent(only).ok_or(Guard::OtherUse)?;
                    let is_read = matches!(scene.kind(above), ExprKind::MethodCall { receiver, .. } if *receiver == only);
                    return if is_read && self.is_step(above) { self.end(above) } else { Ok(end) };
                }
                _ => break,
            }
        }
        Ok(end)
    }

    /// Whether nothing is left to do with the answer after its last call: that reads it, or it is dropped.
    fn is_read(&self, last: ExprId) -> bool {
        let scene = self.scene;
        let is_statement = |tried: ExprId| match scene.parent(tried).map(|above| scene.kind(above)) {
            Some(ExprKind::Block { stmts, .. }) => stmts.iter().any(|stmt| matches!(stmt, Stmt::Expr { expr, .. } if *expr == tried)),
            _ => false,
        };
        let reads = self.step(last, &self.rule.steps).is_some_and(|step| step.code.strip_suffix(".await").is_some());
        reads || scene.parent(last).is_some_and(is_statement)
    }

    /// The expression that a variable is initialized with, if that is its only use. It need not be mutable any more.
    fn made(&self, pat: PatId, draft: &mut Draft) -> Result<ExprId, Guard> {
        let scene = self.scene;
        let PatKind::Bind { mutable, by_ref: false, sub: None, .. } = scene.body.pats[pat].kind else { return Err(Guard::OtherUse) };
        let mut stmts = scene.body.exprs.iter().filter_map(|expr| match &expr.kind {
            ExprKind::Block { stmts, .. } => Some(stmts),
            _ => None,
        });
        let init = stmts.find_map(|stmts| {
            stmts.iter().find_map(|stmt| match stmt {
                Stmt::Let { pat: bound, ty: None, init: Some(init), otherwise: None, .. } if *bound == pat => Some(*init),
                _ => None,
            })
        });
        if scene.mentions(pat).len() != 1 {
            return Err(Guard::OtherUse);
        }
        let start = scene.body.pats[pat].span.start;
        if mutable && scene.text(scene.body.pats[pat].span).starts_with("mut ") {
            draft.changes.push((Span::new(start, start + 4), String::new()));
        }
        init.ok_or(Guard::OtherUse)
    }
}

/// The method of a template that only has another name, and the code after its call: `json` and `.await` of `{self}.json().await`.
fn renamed(code: &str) -> Option<(&str, &str)> {
    let (name, after) = code.strip_prefix("{self}.")?.split_once("()")?;
    (!name.contains(['.', '('])).then_some((name, after))
}
