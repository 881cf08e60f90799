//! Matching a call's tokens against a rule.

use super::pieces::Piece;
use crate::facts::Name;
use proc_macro2::TokenTree;
use std::collections::BTreeMap;

/// The value of a macro variable.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    /// Tokens.
    One(Vec<TokenTree>),
    /// One binding for each iteration of a repetition.
    Many(Vec<Binding>),
}

pub(super) type Bindings = BTreeMap<Name, Binding>;

/// A budget of steps.
pub(super) struct Work<'w> {
    pub(super) steps: &'w mut usize,
    pub(super) max: usize,
}

impl Work<'_> {
    fn step(&mut self) -> Option<()> {
        *self.steps += 1;
        (*self.steps <= self.max).then_some(())
    }
}

/// The bindings if the pieces match all of `input`.
pub(super) fn run(pieces: &[Piece], input: &[TokenTree], work: &mut Work<'_>) -> Option<Bindings> {
    let mut bindings = Bindings::new();
    let end = sequence(pieces, input, 0, &mut bindings, work)?;
    (end == input.len()).then_some(bindings)
}

/// Matches `pieces` against `input` from `at` on; returns where the match ends.
fn sequence(pieces: &[Piece], input: &[TokenTree], mut at: usize, bindings: &mut Bindings, work: &mut Work<'_>) -> Option<usize> {
    for (index, piece) in pieces.iter().enumerate() {
        work.step()?;
        match piece {
            Piece::Token(token) => {
                if !same(token, input.get(at)?) {
                    return None;
                }
                at += 1;
            }
            Piece::Group(delimiter, inner) => {
                let TokenTree::Group(group) = input.get(at)? else { return None };
                if group.delimiter() != *delimiter {
                    return None;
                }
                let trees: Vec<TokenTree> = group.stream().into_iter().collect();
                let end = sequence(inner, &trees, 0, bindings, work)?;
                if end != trees.len() {
                    return None;
                }
                at += 1;
            }
            Piece::Var(name, fragment, _) => {
                let (count, tokens) = (*fragment)?.take(&input[at..], work.steps)?;
                at += count;
                bindings.insert(*name, Binding::One(tokens));
            }
            Piece::Repeat { pieces: inner, separator, op, names } => {
                at = repeat(inner, separator, *op, names, pieces.get(index + 1), input, at, bindings, work)?;
            }
        }
    }
    Some(at)
}

#[allow(clippy::too_many_arguments, reason = "the parts of one repetition and the state of one match")]
fn repeat(
    pieces: &[Piece],
    separator: &[TokenTree],
    op: char,
    names: &[Name],
    follow: Option<&Piece>,
    input: &[TokenTree],
    mut at: usize,
    bindings: &mut Bindings,
    work: &mut Work<'_>,
) -> Option<usize> {
    let mut turns: BTreeMap<Name, Vec<Binding>> = names.iter().map(|name| (*name, Vec::new())).collect();
    let mut count = 0_usize;
    loop {
        work.step()?;
        let mut start = at;
        if count > 0 && !separator.is_empty() {
            let matches = separator.iter().enumerate().all(|(i, token)| input.get(start + i).is_some_and(|tree| same(token, tree)));
            if !matches {
                break;
            }
            start += separator.len();
        }
        // A token that ends the repetition is not taken by a greedy `$x:tt`.
        let ends =
            separator.is_empty() && matches!((follow, input.get(start)), (Some(Piece::Token(token)), Some(tree)) if same(token, tree));
        if ends && !matches!(pieces.first(), Some(Piece::Token(token)) if input.get(start).is_some_and(|tree| same(token, tree))) {
            break;
        }
        let mut inner = Bindings::new();
        let Some(end) = sequence(pieces, input, start, &mut inner, work) else { break };
        if end == at {
            break;
        }
        for (name, binding) in inner {
            turns.entry(name).or_default().push(binding);
        }
        at = end;
        count += 1;
        if op == '?' {
            break;
        }
    }
    if op == '+' && count == 0 {
        return None;
    }
    bindings.extend(turns.into_iter().map(|(name, turns)| (name, Binding::Many(turns))));
    Some(at)
}

fn same(pattern: &TokenTree, tree: &TokenTree) -> bool {
    match (pattern, tree) {
        (TokenTree::Punct(a), TokenTree::Punct(b)) => a.as_char() == b.as_char(),
        (TokenTree::Ident(a), TokenTree::Ident(b)) => a == b,
        (TokenTree::Literal(a), TokenTree::Literal(b)) => a.to_string() == b.to_string(),
        _ => false,
    }
}
