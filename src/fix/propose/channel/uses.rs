//! What a variable does with an end of a channel, and what that is with the twin.

use super::super::code::mentions::Mentions;
use super::super::code::scene::Scene;
use super::super::draft::Draft;
use super::super::replace::template::Change;
use super::super::values::across;
use super::fields::made_mutable;
use super::received::{self, Shape};
use super::threads::may_block;
use super::{End, Sort};
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, PatId, PatKind, Span};

/// The uses of one variable.
#[derive(Default)]
pub(super) struct Used {
    pub(super) changes: Vec<Change>,
    /// Calls and loops on it.
    pub(super) at: Vec<ExprId>,
    /// Whether one of them is now awaited.
    pub(super) awaits: bool,
}

/// A method of an end.
struct Operation<'a> {
    call: ExprId,
    method: &'a str,
    method_span: Span,
    args: &'a [ExprId],
}

/// The uses of a variable. An error if one has no twin.
pub(super) fn of(
    scene: &Scene<'_>,
    mentions: &Mentions<'_>,
    (pat, end, sort): (PatId, End, Sort),
    head: &str,
    draft: &mut Draft,
) -> Result<Used, Guard> {
    let mut uses = Uses { scene, mentions, sort, head, draft, used: Used::default() };
    let mut is_changed = false;
    for &mention in scene.mentions(pat) {
        is_changed |= uses.mention(mention, end)?;
    }
    let mut used = uses.used;
    let data = &scene.body.pats[pat];
    if is_changed && matches!(data.kind, PatKind::Bind { mutable: false, .. }) {
        used.changes.push((Span::new(data.span.start, data.span.start), "mut ".to_owned()));
    }
    Ok(used)
}

/// The use of a field of a value. An error if it has no twin.
pub(super) fn of_place(
    scene: &Scene<'_>,
    mentions: &Mentions<'_>,
    (place, end, sort): (ExprId, End, Sort),
    head: &str,
    draft: &mut Draft,
) -> Result<Used, Guard> {
    let mut uses = Uses { scene, mentions, sort, head, draft, used: Used::default() };
    let is_changed = uses.mention(place, end)?;
    let mut used = uses.used;
    if is_changed {
        used.changes.extend(made_mutable(scene, place)?);
    }
    Ok(used)
}

struct Uses<'a, 's, 'm, 'd> {
    scene: &'a Scene<'s>,
    mentions: &'a Mentions<'m>,
    sort: Sort,
    head: &'a str,
    draft: &'d mut Draft,
    used: Used,
}

impl Uses<'_, '_, '_, '_> {
    /// Whether a mention needs the variable to be mutable.
    fn mention(&mut self, mention: ExprId, end: End) -> Result<bool, Guard> {
        let scene = self.scene;
        let Some(above) = scene.parent(mention) else { return Err(Guard::OtherUse) };
        match scene.kind(above) {
            ExprKind::MethodCall { receiver, method, .. } if *receiver == mention && *method == "clone" => Ok(false),
            ExprKind::MethodCall { receiver, method, method_span, args, turbofish: None } if *receiver == mention => {
                if let "iter" | "into_iter" = method.as_str() {
                    self.each(mention, above)?;
                    return Ok(true);
                }
                let operation = Operation { call: above, method: method.as_str(), method_span: *method_span, args };
                self.used.at.push(above);
                match end {
                    End::Sender => self.send(&operation).map(|()| false),
                    End::Receiver => self.receive(&operation).map(|()| true),
                }
            }
            ExprKind::For { iter, .. } if *iter == mention => self.each(mention, mention).map(|()| true),
            ExprKind::Ref { .. } if scene.parent(above).is_some_and(|at| matches!(scene.kind(at), ExprKind::For { .. })) => {
                self.each(mention, above).map(|()| true)
            }
            // It moves to another variable, or is dropped.
            _ => Ok(false),
        }
    }

    /// Awaits a call, or lets it block on a thread of its own: the name of the method that blocks there, if it is another one.
    fn wait(&mut self, call: ExprId, blocking: &str) -> Result<(&'static str, String), Guard> {
        if let Ok(root) = self.scene.root(call) {
            across::judge(self.scene, call, root, self.draft);
            self.used.awaits = true;
            return Ok((".await", String::new()));
        }
        if may_block(self.scene, self.mentions, call) { Ok(("", blocking.to_owned())) } else { Err(Guard::NotAsync) }
    }

    fn send(&mut self, operation: &Operation<'_>) -> Result<(), Guard> {
        received::check(self.scene, operation.call, Shape::Sent)?;
        match (operation.method, self.sort) {
            ("send", Sort::Unbounded) | ("try_send", Sort::Bounded) => Ok(()),
            ("send", Sort::Bounded) => {
                let (suffix, blocking) = self.wait(operation.call, "blocking_send")?;
                self.rename(operation, &blocking);
                self.after(operation.call, suffix);
                Ok(())
            }
            _ => Err(Guard::OtherUse),
        }
    }

    fn receive(&mut self, operation: &Operation<'_>) -> Result<(), Guard> {
        let call = operation.call;
        match operation.method {
            "try_recv" => {
                let errors = format!("{}::sync::mpsc::error::TryRecvError", self.head);
                self.used.changes.extend(received::changes(self.scene, call, Shape::Tried(&errors))?);
            }
            "recv" => {
                let (suffix, blocking) = self.wait(call, "blocking_recv")?;
                self.rename(operation, &blocking);
                self.after(call, suffix);
                self.used.changes.extend(received::changes(self.scene, call, Shape::Received)?);
            }
            "recv_timeout" => {
                let (suffix, blocking) = self.wait(call, "recv_timeout")?;
                if !blocking.is_empty() {
                    return Err(Guard::OtherUse);
                }
                let ([limit], ExprKind::MethodCall { receiver, .. }) = (operation.args, self.scene.kind(call)) else {
                    return Err(Guard::UnusualForm);
                };
                let text = |id: ExprId| self.scene.text(self.scene.span(id));
                let code = format!("{}::time::timeout({}, {}.recv()){suffix}", self.head, text(*limit), text(*receiver));
                self.used.changes.push((self.scene.span(call), code));
                self.used.changes.extend(received::changes(self.scene, call, Shape::Limited)?);
            }
            _ => return Err(Guard::OtherUse),
        }
        Ok(())
    }

    /// `for message in receiver` becomes a loop that receives. `iter` is what the loop iterates over.
    fn each(&mut self, mention: ExprId, iter: ExprId) -> Result<(), Guard> {
        let scene = self.scene;
        let above = scene.parent(iter).ok_or(Guard::OtherUse)?;
        let ExprKind::For { pat, iter: of_loop, body, .. } = scene.kind(above) else { return Err(Guard::OtherUse) };
        if *of_loop != iter
            || super::super::code::tokens::has_comment(scene.text(Span::new(scene.span(iter).start, scene.span(*body).start)))
        {
            return Err(Guard::OtherUse);
        }
        let (suffix, blocking) = self.wait(above, "blocking_recv")?;
        let method = if blocking.is_empty() { "recv" } else { &blocking };
        let pattern = scene.body.pats[*pat].span;
        let head = scene.text(Span::new(scene.span(above).start, pattern.start));
        let start =
            head.rfind("for").map(|at| scene.span(above).start + u32::try_from(at).unwrap_or_default()).ok_or(Guard::UnusualForm)?;
        let (pattern, receiver) = (scene.text(pattern), scene.text(scene.span(mention)));
        let code = format!("while let Some({pattern}) = {receiver}.{method}(){suffix}");
        self.used.changes.push((Span::new(start, scene.span(iter).end), code));
        self.used.at.extend([above, iter, mention]);
        Ok(())
    }

    fn rename(&mut self, operation: &Operation<'_>, new: &str) {
        if !new.is_empty() {
            self.used.changes.push((operation.method_span, new.to_owned()));
        }
    }

    fn after(&mut self, call: ExprId, suffix: &str) {
        if !suffix.is_empty() {
            let end = self.scene.span(call).end;
            self.used.changes.push((Span::new(end, end), suffix.to_owned()));
        }
    }
}
