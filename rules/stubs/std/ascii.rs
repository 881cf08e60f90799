//! `std::ascii`.

use crate::clone::Clone;
use crate::fmt::Display;
use crate::iter::{DoubleEndedIterator, ExactSizeIterator, Iterator};

pub struct EscapeDefault {}
impl Clone for EscapeDefault {}
impl Display for EscapeDefault {}
impl DoubleEndedIterator for EscapeDefault {}
impl ExactSizeIterator for EscapeDefault {}
impl Iterator for EscapeDefault { type Item = u8; }

pub fn escape_default(c: u8) -> EscapeDefault {}

pub trait AsciiExt {
    type Owned;
    fn is_ascii(&self) -> bool;
    fn to_ascii_uppercase(&self) -> Self::Owned;
    fn to_ascii_lowercase(&self) -> Self::Owned;
    fn eq_ignore_ascii_case(&self, other: &Self) -> bool;
    fn make_ascii_uppercase(&mut self);
    fn make_ascii_lowercase(&mut self);
}
