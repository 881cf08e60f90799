//! `std::str`.

pub mod pattern;

use crate::boxed::Box;
use crate::char::ParseCharError;
use crate::clone::Clone;
use crate::cmp::PartialEq;
use crate::error::Error;
use crate::fmt::Display;
use crate::iter::{DoubleEndedIterator, ExactSizeIterator, Iterator};
use crate::marker::{Copy, Sized};
use crate::option::Option;
use crate::result::Result;
use crate::str::pattern::Pattern;

pub unsafe fn from_boxed_utf8_unchecked(v: Box<[u8]>) -> Box<str> {}
pub fn from_utf8(v: &[u8]) -> Result<&str, Utf8Error> {}
pub fn from_utf8_mut(v: &mut [u8]) -> Result<&mut str, Utf8Error> {}
pub unsafe fn from_utf8_unchecked(v: &[u8]) -> &str {}
pub unsafe fn from_utf8_unchecked_mut(v: &mut [u8]) -> &mut str {}

pub struct Utf8Error {}

impl Utf8Error {
    pub fn valid_up_to(&self) -> usize {}
    pub fn error_len(&self) -> Option<usize> {}
}

impl Clone for Utf8Error {}
impl Copy for Utf8Error {}
impl Display for Utf8Error {}
impl Error for Utf8Error {}
impl PartialEq for Utf8Error {}

pub struct ParseBoolError;
impl Clone for ParseBoolError {}
impl Display for ParseBoolError {}
impl Error for ParseBoolError {}
impl PartialEq for ParseBoolError {}

pub struct Chars<'a> {}

impl<'a> Chars<'a> {
    pub fn as_str(&self) -> &'a str {}
}

impl<'a> Clone for Chars<'a> {}
impl<'a> DoubleEndedIterator for Chars<'a> {}
impl<'a> Iterator for Chars<'a> { type Item = char; }

pub struct CharIndices<'a> {}

impl<'a> CharIndices<'a> {
    pub fn as_str(&self) -> &'a str {}
    pub fn offset(&self) -> usize {}
}

impl<'a> Clone for CharIndices<'a> {}
impl<'a> DoubleEndedIterator for CharIndices<'a> {}
impl<'a> Iterator for CharIndices<'a> { type Item = (usize, char); }

pub struct Bytes<'a> {}
impl<'a> Clone for Bytes<'a> {}
impl DoubleEndedIterator for Bytes<'_> {}
impl ExactSizeIterator for Bytes<'_> {}
impl Iterator for Bytes<'_> { type Item = u8; }

pub struct RSplit<'a, P> where P: Pattern {}
impl<'a, P> Clone for RSplit<'a, P> where P: Pattern {}
impl<'a, P> DoubleEndedIterator for RSplit<'a, P> where P: Pattern {}
impl<'a, P> Iterator for RSplit<'a, P> where P: Pattern { type Item = &'a str; }

pub struct Split<'a, P> where P: Pattern {}
impl<'a, P> Clone for Split<'a, P> where P: Pattern {}
impl<'a, P> DoubleEndedIterator for Split<'a, P> where P: Pattern {}
impl<'a, P> Iterator for Split<'a, P> where P: Pattern { type Item = &'a str; }

pub struct SplitTerminator<'a, P> where P: Pattern {}
impl<'a, P> Clone for SplitTerminator<'a, P> where P: Pattern {}
impl<'a, P> DoubleEndedIterator for SplitTerminator<'a, P> where P: Pattern {}
impl<'a, P> Iterator for SplitTerminator<'a, P> where P: Pattern { type Item = &'a str; }

pub struct RSplitTerminator<'a, P> where P: Pattern {}
impl<'a, P> Clone for RSplitTerminator<'a, P> where P: Pattern {}
impl<'a, P> DoubleEndedIterator for RSplitTerminator<'a, P> where P: Pattern {}
impl<'a, P> Iterator for RSplitTerminator<'a, P> where P: Pattern { type Item = &'a str; }

pub struct SplitN<'a, P> where P: Pattern {}
impl<'a, P> Clone for SplitN<'a, P> where P: Pattern {}
impl<'a, P> Iterator for SplitN<'a, P> where P: Pattern { type Item = &'a str; }

pub struct RSplitN<'a, P> where P: Pattern {}
impl<'a, P> Clone for RSplitN<'a, P> where P: Pattern {}
impl<'a, P> Iterator for RSplitN<'a, P> where P: Pattern { type Item = &'a str; }

pub struct RMatchIndices<'a, P> where P: Pattern {}
impl<'a, P> Clone for RMatchIndices<'a, P> where P: Pattern {}
impl<'a, P> DoubleEndedIterator for RMatchIndices<'a, P> where P: Pattern {}
impl<'a, P> Iterator for RMatchIndices<'a, P> where P: Pattern { type Item = (usize, &'a str); }

pub struct MatchIndices<'a, P> where P: Pattern {}
impl<'a, P> Clone for MatchIndices<'a, P> where P: Pattern {}
impl<'a, P> DoubleEndedIterator for MatchIndices<'a, P> where P: Pattern {}
impl<'a, P> Iterator for MatchIndices<'a, P> where P: Pattern { type Item = (usize, &'a str); }

pub struct RMatches<'a, P> where P: Pattern {}
impl<'a, P> Clone for RMatches<'a, P> where P: Pattern {}
impl<'a, P> DoubleEndedIterator for RMatches<'a, P> where P: Pattern {}
impl<'a, P> Iterator for RMatches<'a, P> where P: Pattern { type Item = &'a str; }

pub struct Matches<'a, P> where P: Pattern {}
impl<'a, P> Clone for Matches<'a, P> where P: Pattern {}
impl<'a, P> DoubleEndedIterator for Matches<'a, P> where P: Pattern {}
impl<'a, P> Iterator for Matches<'a, P> where P: Pattern { type Item = &'a str; }

pub struct Lines<'a> {}
impl<'a> Clone for Lines<'a> {}
impl<'a> DoubleEndedIterator for Lines<'a> {}
impl<'a> Iterator for Lines<'a> { type Item = &'a str; }

pub struct LinesAny<'a> {}
impl<'a> Clone for LinesAny<'a> {}
impl<'a> DoubleEndedIterator for LinesAny<'a> {}
impl<'a> Iterator for LinesAny<'a> { type Item = &'a str; }

pub struct SplitWhitespace<'a> {}
impl<'a> Clone for SplitWhitespace<'a> {}
impl<'a> DoubleEndedIterator for SplitWhitespace<'a> {}
impl<'a> Iterator for SplitWhitespace<'a> { type Item = &'a str; }

pub struct SplitAsciiWhitespace<'a> {}
impl<'a> Clone for SplitAsciiWhitespace<'a> {}
impl<'a> DoubleEndedIterator for SplitAsciiWhitespace<'a> {}
impl<'a> Iterator for SplitAsciiWhitespace<'a> { type Item = &'a str; }

pub struct SplitInclusive<'a, P> where P: Pattern {}
impl<'a, P> Clone for SplitInclusive<'a, P> where P: Pattern {}
impl<'a, P> DoubleEndedIterator for SplitInclusive<'a, P> where P: Pattern {}
impl<'a, P> Iterator for SplitInclusive<'a, P> where P: Pattern { type Item = &'a str; }

pub struct EncodeUtf16<'a> {}
impl<'a> Clone for EncodeUtf16<'a> {}
impl<'a> Iterator for EncodeUtf16<'a> { type Item = u16; }

pub struct EscapeDebug<'a> {}
impl<'a> Clone for EscapeDebug<'a> {}
impl<'a> Display for EscapeDebug<'a> {}
impl<'a> Iterator for EscapeDebug<'a> { type Item = char; }

pub struct EscapeDefault<'a> {}
impl<'a> Clone for EscapeDefault<'a> {}
impl<'a> Display for EscapeDefault<'a> {}
impl<'a> Iterator for EscapeDefault<'a> { type Item = char; }

pub struct EscapeUnicode<'a> {}
impl<'a> Clone for EscapeUnicode<'a> {}
impl<'a> Display for EscapeUnicode<'a> {}
impl<'a> Iterator for EscapeUnicode<'a> { type Item = char; }

pub struct Utf8Chunk<'a> {}

impl<'a> Utf8Chunk<'a> {
    pub fn valid(&self) -> &'a str {}
    pub fn invalid(&self) -> &'a [u8] {}
}

impl<'a> Clone for Utf8Chunk<'a> {}
impl<'a> PartialEq for Utf8Chunk<'a> {}

pub struct Utf8Chunks<'a> {}
impl<'a> Clone for Utf8Chunks<'a> {}
impl<'a> Iterator for Utf8Chunks<'a> { type Item = Utf8Chunk<'a>; }

pub trait FromStr: Sized {
    type Err;
    fn from_str(s: &str) -> Result<Self, Self::Err>;
}

impl FromStr for bool { type Err = ParseBoolError; }
impl FromStr for char { type Err = ParseCharError; }
