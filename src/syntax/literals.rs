//! Literals.

use crate::facts::{Literal, Name};
use syn::Lit;

/// A literal with the value that the analysis needs; `None` for verbatim tokens.
pub(super) fn literal(lit: &Lit) -> Option<Literal> {
    let suffix = |text: &str| if text.is_empty() { None } else { Some(Name::new(text)) };
    Some(match lit {
        Lit::Str(text) => Literal::Str(text.value()),
        Lit::ByteStr(_) => Literal::ByteStr,
        Lit::CStr(_) => Literal::CStr,
        Lit::Byte(_) => Literal::Byte,
        Lit::Char(_) => Literal::Char,
        Lit::Int(int) => Literal::Int(int.base10_digits().parse().ok(), suffix(int.suffix())),
        Lit::Float(float) => Literal::Float(float.base10_digits().to_owned(), suffix(float.suffix())),
        Lit::Bool(value) => Literal::Bool(value.value),
        _ => return None,
    })
}
