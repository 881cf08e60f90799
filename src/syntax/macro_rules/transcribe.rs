//! Transcription: a rule's body with its variables replaced.

use super::matcher::{Binding, Bindings};
use super::pieces::{Piece, group};
use crate::facts::Name;
use proc_macro2::{Punct, Spacing, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// The tokens of the body; `None` if there are more than `room` or a repetition has no variable to repeat over.
pub(super) fn run(pieces: &[Piece], bindings: &Bindings, room: usize) -> Option<TokenStream> {
    let env: Env<'_> = bindings.iter().map(|(name, binding)| (*name, binding)).collect();
    let mut room = room;
    Some(sequence(pieces, &env, &mut room)?.into_iter().collect())
}

type Env<'b> = BTreeMap<Name, &'b Binding>;

fn sequence(pieces: &[Piece], env: &Env<'_>, room: &mut usize) -> Option<Vec<TokenTree>> {
    let mut out = Vec::new();
    for piece in pieces {
        *room = room.checked_sub(1)?;
        match piece {
            Piece::Token(token) => out.push(token.clone()),
            Piece::Group(delimiter, inner) => out.push(group(*delimiter, sequence(inner, env, room)?)),
            Piece::Var(name, _, ident) => match env.get(name) {
                Some(Binding::One(tokens)) => {
                    *room = room.checked_sub(tokens.len())?;
                    out.extend(tokens.iter().cloned());
                }
                Some(Binding::Many(_)) => return None,
                // Not a variable of this macro: a definition inside the body has variables of its own.
                None => {
                    out.push(TokenTree::Punct(Punct::new('$', Spacing::Alone)));
                    out.push(TokenTree::Ident(ident.clone()));
                }
            },
            Piece::Repeat { pieces: inner, separator, names, .. } => {
                let turns = names.iter().filter_map(|name| match env.get(name) {
                    Some(Binding::Many(turns)) => Some(turns.len()),
                    _ => None,
                });
                let turns = turns.max()?;
                for turn in 0..turns {
                    *room = room.checked_sub(1)?;
                    let mut inner_env = env.clone();
                    for name in names {
                        if let Some(Binding::Many(all)) = env.get(name) {
                            inner_env.insert(*name, all.get(turn)?);
                        }
                    }
                    if turn > 0 {
                        out.extend(separator.iter().cloned());
                    }
                    out.extend(sequence(inner, &inner_env, room)?);
                }
            }
        }
    }
    Some(out)
}
