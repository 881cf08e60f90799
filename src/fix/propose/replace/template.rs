//! Applies a replacement's template to a call. As few bytes as possible are rewritten, and the operands keep their text.

use super::super::code::scene::Scene;
use super::super::code::tokens::has_comment;
use crate::diagnostics::Guard;
use crate::facts::{ExprId, ExprKind, Span};
use crate::syntax::{LexKind, Lexer};
use crate::types::TyKind;

/// A rewrite of some bytes of the file.
pub(in crate::fix::propose) type Change = (Span, String);

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    /// `{self}`.
    Receiver,
    /// `{&self}`.
    Borrowed,
    /// `{0}`.
    Arg(usize),
    /// `{args}`.
    Args,
}

/// Splits a template into pieces.
fn pieces(code: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut from) = (code, 0);
    while let Some(open) = rest[from..].find('{').map(|at| from + at) {
        let placeholder = rest[open..].find('}').and_then(|close| {
            let piece = match &rest[open + 1..open + close] {
                "self" => Piece::Receiver,
                "&self" => Piece::Borrowed,
                "args" => Piece::Args,
                index => Piece::Arg(index.parse().ok()?),
            };
            Some((piece, open + close + 1))
        });
        match placeholder {
            Some((piece, end)) => {
                found.push(Piece::Text(&rest[..open]));
                found.push(piece);
                (rest, from) = (&rest[end..], 0);
            }
            None => from = open + 1,
        }
    }
    found.push(Piece::Text(rest));
    found.retain(|piece| *piece != Piece::Text(""));
    found
}

/// The path that a template starts with: `tokio::fs::read` of `tokio::fs::read({args}).await`.
pub(in crate::fix::propose) fn leading_path(code: &str) -> Option<&str> {
    let end = code.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(code.len());
    let path = &code[..end];
    (path.contains("::") && code[end..].starts_with('(')).then_some(path)
}

/// The rewrite of `call` to `code`, with the leading path written as `path`.
pub(in crate::fix::propose) fn changes(scene: &Scene<'_>, call: ExprId, code: &str, path: Option<&str>) -> Result<Vec<Change>, Guard> {
    let whole = scene.span(call);
    let layout = Layout::of(scene, call)?;
    let (receiver, args) = scene.receiver_and_args(call);
    let pieces = pieces(code);
    let mut out = Vec::new();
    let (mut at, mut new) = (whole.start, String::new());
    for (index, piece) in pieces.iter().enumerate() {
        let next = match pieces.get(index + 1) {
            Some(Piece::Text(text)) => text,
            _ => "",
        };
        let kept = match piece {
            Piece::Text(text) => {
                let text = match (index, path, leading_path(code)) {
                    (0, Some(path), Some(old)) => format!("{path}{}", &text[old.len()..]),
                    _ => (*text).to_owned(),
                };
                new.push_str(&layout.broken(&text, index > 0));
                continue;
            }
            Piece::Receiver | Piece::Borrowed => {
                let id = receiver.ok_or(Guard::UnusualForm)?;
                // Only a place needs `&`: a temporary, or what is a reference already, is passed as it is.
                if *piece == Piece::Borrowed && scene.is_place(id) && !matches!(scene.ty(id).kind(), TyKind::Ref(..)) {
                    new.push('&');
                }
                match layout.receiver {
                    Some(span) if next.starts_with('.') => span,
                    Some(span) => trimmed(scene, span),
                    None if next.starts_with('.') && !scene.is_postfix(id) => return Err(Guard::UnusualForm),
                    None => scene.span(id),
                }
            }
            Piece::Args => {
                if layout.receiver.is_none() && receiver.is_some() {
                    return Err(Guard::UnusualForm);
                }
                layout.interior
            }
            Piece::Arg(number) => {
                let id = *args.get(*number).ok_or(Guard::UnusualForm)?;
                // `(future).await` needs its parentheses only around an operator or a block.
                if new == "(" && next.starts_with(')') && scene.is_postfix(id) {
                    new.clear();
                }
                scene.span(id)
            }
        };
        if kept.start < at {
            return Err(Guard::UnusualForm);
        }
        // The code after it must not become part of a comment.
        if ends_in_line_comment(scene.text(kept)) {
            return Err(Guard::Comment);
        }
        if new.is_empty() && next.starts_with(").await") && matches!(piece, Piece::Arg(_)) {
            push(scene, Span::new(at, kept.start), "", &mut out)?;
            push(scene, Span::new(kept.end, whole.end), &next[1..], &mut out)?;
            return Ok(out);
        }
        push(scene, Span::new(at, kept.start), &new, &mut out)?;
        new.clear();
        at = kept.end;
    }
    push(scene, Span::new(at, whole.end), &new, &mut out)?;
    Ok(out)
}

/// Adds the change of `span` to `new`, without their common prefix and suffix. A difference in white space only is ignored.
fn push(scene: &Scene<'_>, span: Span, new: &str, out: &mut Vec<Change>) -> Result<(), Guard> {
    let old = scene.text(span);
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    if bare(old).trim_end_matches(',') == bare(new).trim_end_matches(',') {
        return Ok(());
    }
    if has_comment(old) {
        return Err(Guard::Comment);
    }
    let tail = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum::<usize>();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let head = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum::<usize>();
    let byte = |at: usize| span.start + u32::try_from(at).unwrap_or(u32::MAX);
    out.push((Span::new(byte(head), byte(old.len())), new[head..].to_owned()));
    Ok(())
}

fn ends_in_line_comment(text: &str) -> bool {
    let last = Lexer::new(text, 0).last();
    last.is_some_and(|last| matches!(last.kind, LexKind::Comment { .. }) && last.end == text.len() && text[last.start..].starts_with("//"))
}

fn trimmed(scene: &Scene<'_>, span: Span) -> Span {
    let text = scene.text(span);
    let cut = u32::try_from(text.len() - text.trim_end().len()).unwrap_or(0);
    Span::new(span.start, span.end - cut)
}

/// The layout of a call.
struct Layout<'a> {
    /// For a method call: the span before the dot, including white space.
    receiver: Option<Span>,
    /// The span between the parentheses of the arguments.
    interior: Span,
    /// The line break and indentation before the dot, if the chain is broken over lines.
    line_break: Option<&'a str>,
}

impl<'a> Layout<'a> {
    fn of(scene: &Scene<'a>, call: ExprId) -> Result<Self, Guard> {
        let whole = scene.span(call);
        let (receiver, name_end) = match scene.kind(call) {
            ExprKind::MethodCall { turbofish: Some(_), .. } => return Err(Guard::Turbofish),
            ExprKind::MethodCall { method_span, .. } if method_span.start > whole.start => {
                let head = scene.text(Span::new(whole.start, method_span.start)).trim_end();
                let head = head.strip_suffix('.').ok_or(Guard::Comment)?;
                let length = u32::try_from(head.len()).map_err(|_| Guard::UnusualForm)?;
                (Some(Span::new(whole.start, whole.start + length)), method_span.end)
            }
            ExprKind::Call { callee, .. } => match scene.kind(*callee) {
                ExprKind::Path(path) if path.segments.last().is_some_and(|last| last.args.is_none()) => (None, path.span.end),
                ExprKind::Path(_) => return Err(Guard::Turbofish),
                _ => return Err(Guard::UnusualForm),
            },
            _ => return Err(Guard::UnusualForm),
        };
        let mut lexemes = Lexer::new(scene.text(Span::new(name_end, whole.end)), 0);
        let open = lexemes.next().filter(|lexeme| lexeme.kind == LexKind::Open(b'(')).ok_or(Guard::Comment)?;
        let start = name_end + u32::try_from(open.end).map_err(|_| Guard::UnusualForm)?;
        if !scene.text(whole).ends_with(')') || start >= whole.end {
            return Err(Guard::UnusualForm);
        }
        let line_break = receiver.and_then(|span| {
            let text = scene.text(span);
            let space = &text[text.trim_end().len()..];
            space.contains('\n').then_some(space)
        });
        Ok(Self { receiver, interior: Span::new(start, whole.end - 1), line_break })
    }

    /// Template text with the chain's line break before each outermost dot. The first dot after the receiver already has one.
    fn broken(&self, text: &str, follows: bool) -> String {
        let Some(space) = self.line_break.filter(|_| follows && text.starts_with('.')) else { return text.to_owned() };
        let mut depth = 0_usize;
        let mut out = String::new();
        for (index, c) in text.char_indices() {
            match c {
                '(' | '{' | '[' => depth += 1,
                ')' | '}' | ']' => depth = depth.saturating_sub(1),
                '.' if depth == 0 && index > 0 => out.push_str(space),
                _ => {}
            }
            out.push(c);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_falls_into_pieces() {
        let found = pieces("f({&self}, {0}, |m| { m }).g({args})");
        assert_eq!(
            found,
            [
                Piece::Text("f("),
                Piece::Borrowed,
                Piece::Text(", "),
                Piece::Arg(0),
                Piece::Text(", |m| { m }).g("),
                Piece::Args,
                Piece::Text(")"),
            ]
        );
        assert_eq!(leading_path("tokio::fs::read({args}).await"), Some("tokio::fs::read"));
        assert_eq!(leading_path("{self}.recv().await"), None);
    }
}
