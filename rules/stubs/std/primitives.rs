//! Inherent items of the primitive types, and the trait impls that numbers share. Nothing here has a path of its own.
//! Assignment operators on numbers are left out, as their type is always unit; shifts take any right-hand side.

use crate::ascii::EscapeDefault;
use crate::boxed::Box;
use crate::char::{DecodeUtf16, EscapeDebug, EscapeUnicode, ToLowercase, ToUppercase};
use crate::clone::Clone;
use crate::cmp::{Ord, Ordering, PartialEq, PartialOrd};
use crate::default::Default;
use crate::fmt::Display;
use crate::iter::{IntoIterator, Product, Step, Sum};
use crate::marker::{Copy, Sized};
use crate::mem::MaybeUninit;
use crate::num::{FpCategory, ParseFloatError, ParseIntError, ZeroablePrimitive};
use crate::ops::{Add, BitAnd, BitOr, BitXor, Div, FnMut, FnOnce, Mul, Neg, Not, Range, RangeBounds, Rem, Shl, Shr, Sub};
use crate::option::Option;
use crate::result::Result;
use crate::slice::{ArrayWindows, ChunkBy, ChunkByMut, Chunks, ChunksExact, ChunksExactMut, ChunksMut, Concat, EscapeAscii, GetDisjointMutError, Iter, IterMut, Join, RChunks, RChunksExact, RChunksExactMut, RChunksMut, RSplit, RSplitMut, RSplitN, RSplitNMut, SliceIndex, Split, SplitInclusive, SplitInclusiveMut, SplitMut, SplitN, SplitNMut, Windows};
use crate::str::{Bytes, CharIndices, Chars, EncodeUtf16, FromStr, Lines, LinesAny, MatchIndices, Matches, RMatchIndices, RMatches, RSplitTerminator, SplitAsciiWhitespace, SplitTerminator, SplitWhitespace, Utf8Chunks, Utf8Error};
use crate::str::pattern::Pattern;
use crate::string::String;
use crate::vec::Vec;

impl bool {
    pub fn then_some<T>(self, t: T) -> Option<T> {}
    pub fn then<T, F>(self, f: F) -> Option<T> where F: FnOnce() -> T {}
}

impl char {
    pub const MIN: char = _;
    pub const MAX: char = _;
    pub const MAX_LEN_UTF8: usize = _;
    pub const MAX_LEN_UTF16: usize = _;
    pub const REPLACEMENT_CHARACTER: char = _;
    pub const UNICODE_VERSION: (u8, u8, u8) = _;
    pub fn decode_utf16<I>(iter: I) -> DecodeUtf16<<I as IntoIterator>::IntoIter> where I: IntoIterator<Item = u16> {}
    pub fn from_u32(i: u32) -> Option<char> {}
    pub unsafe fn from_u32_unchecked(i: u32) -> char {}
    pub fn from_digit(num: u32, radix: u32) -> Option<char> {}
    pub fn is_digit(self, radix: u32) -> bool {}
    pub fn to_digit(self, radix: u32) -> Option<u32> {}
    pub fn escape_unicode(self) -> EscapeUnicode {}
    pub fn escape_debug(self) -> EscapeDebug {}
    pub fn escape_default(self) -> crate::char::EscapeDefault {}
    pub fn len_utf8(self) -> usize {}
    pub fn len_utf16(self) -> usize {}
    pub fn encode_utf8(self, dst: &mut [u8]) -> &mut str {}
    pub fn encode_utf16(self, dst: &mut [u16]) -> &mut [u16] {}
    pub fn is_alphabetic(self) -> bool {}
    pub fn is_lowercase(self) -> bool {}
    pub fn is_uppercase(self) -> bool {}
    pub fn is_whitespace(self) -> bool {}
    pub fn is_alphanumeric(self) -> bool {}
    pub fn is_control(self) -> bool {}
    pub fn is_numeric(self) -> bool {}
    pub fn to_lowercase(self) -> ToLowercase {}
    pub fn to_uppercase(self) -> ToUppercase {}
    pub fn is_ascii(&self) -> bool {}
    pub fn to_ascii_uppercase(&self) -> char {}
    pub fn to_ascii_lowercase(&self) -> char {}
    pub fn eq_ignore_ascii_case(&self, other: &char) -> bool {}
    pub fn make_ascii_uppercase(&mut self) {}
    pub fn make_ascii_lowercase(&mut self) {}
    pub fn is_ascii_alphabetic(&self) -> bool {}
    pub fn is_ascii_uppercase(&self) -> bool {}
    pub fn is_ascii_lowercase(&self) -> bool {}
    pub fn is_ascii_alphanumeric(&self) -> bool {}
    pub fn is_ascii_digit(&self) -> bool {}
    pub fn is_ascii_hexdigit(&self) -> bool {}
    pub fn is_ascii_punctuation(&self) -> bool {}
    pub fn is_ascii_graphic(&self) -> bool {}
    pub fn is_ascii_whitespace(&self) -> bool {}
    pub fn is_ascii_control(&self) -> bool {}
}

impl str {
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
    pub fn from_utf8(v: &[u8]) -> Result<&str, Utf8Error> {}
    pub fn from_utf8_mut(v: &mut [u8]) -> Result<&mut str, Utf8Error> {}
    pub unsafe fn from_utf8_unchecked(v: &[u8]) -> &str {}
    pub unsafe fn from_utf8_unchecked_mut(v: &mut [u8]) -> &mut str {}
    pub fn is_char_boundary(&self, index: usize) -> bool {}
    pub fn floor_char_boundary(&self, index: usize) -> usize {}
    pub fn ceil_char_boundary(&self, index: usize) -> usize {}
    pub fn as_bytes(&self) -> &[u8] {}
    pub unsafe fn as_bytes_mut(&mut self) -> &mut [u8] {}
    pub fn as_ptr(&self) -> *const u8 {}
    pub fn as_mut_ptr(&mut self) -> *mut u8 {}
    pub fn get<I>(&self, i: I) -> Option<&<I as SliceIndex<str>>::Output> where I: SliceIndex<str> {}
    pub fn get_mut<I>(&mut self, i: I) -> Option<&mut <I as SliceIndex<str>>::Output> where I: SliceIndex<str> {}
    pub unsafe fn get_unchecked<I>(&self, i: I) -> &<I as SliceIndex<str>>::Output where I: SliceIndex<str> {}
    pub unsafe fn get_unchecked_mut<I>(&mut self, i: I) -> &mut <I as SliceIndex<str>>::Output where I: SliceIndex<str> {}
    pub unsafe fn slice_unchecked(&self, begin: usize, end: usize) -> &str {}
    pub unsafe fn slice_mut_unchecked(&mut self, begin: usize, end: usize) -> &mut str {}
    pub fn split_at(&self, mid: usize) -> (&str, &str) {}
    pub fn split_at_mut(&mut self, mid: usize) -> (&mut str, &mut str) {}
    pub fn split_at_checked(&self, mid: usize) -> Option<(&str, &str)> {}
    pub fn split_at_mut_checked(&mut self, mid: usize) -> Option<(&mut str, &mut str)> {}
    pub fn chars(&self) -> Chars<'_> {}
    pub fn char_indices(&self) -> CharIndices<'_> {}
    pub fn bytes(&self) -> Bytes<'_> {}
    pub fn split_whitespace(&self) -> SplitWhitespace<'_> {}
    pub fn split_ascii_whitespace(&self) -> SplitAsciiWhitespace<'_> {}
    pub fn lines(&self) -> Lines<'_> {}
    pub fn lines_any(&self) -> LinesAny<'_> {}
    pub fn encode_utf16(&self) -> EncodeUtf16<'_> {}
    pub fn contains<P>(&self, pat: P) -> bool where P: Pattern {}
    pub fn starts_with<P>(&self, pat: P) -> bool where P: Pattern {}
    pub fn ends_with<P>(&self, pat: P) -> bool where P: Pattern {}
    pub fn find<P>(&self, pat: P) -> Option<usize> where P: Pattern {}
    pub fn rfind<P>(&self, pat: P) -> Option<usize> where P: Pattern {}
    pub fn split<P>(&self, pat: P) -> crate::str::Split<'_, P> where P: Pattern {}
    pub fn split_inclusive<P>(&self, pat: P) -> crate::str::SplitInclusive<'_, P> where P: Pattern {}
    pub fn rsplit<P>(&self, pat: P) -> crate::str::RSplit<'_, P> where P: Pattern {}
    pub fn split_terminator<P>(&self, pat: P) -> SplitTerminator<'_, P> where P: Pattern {}
    pub fn rsplit_terminator<P>(&self, pat: P) -> RSplitTerminator<'_, P> where P: Pattern {}
    pub fn splitn<P>(&self, n: usize, pat: P) -> crate::str::SplitN<'_, P> where P: Pattern {}
    pub fn rsplitn<P>(&self, n: usize, pat: P) -> crate::str::RSplitN<'_, P> where P: Pattern {}
    pub fn split_once<P>(&self, delimiter: P) -> Option<(&str, &str)> where P: Pattern {}
    pub fn rsplit_once<P>(&self, delimiter: P) -> Option<(&str, &str)> where P: Pattern {}
    pub fn matches<P>(&self, pat: P) -> Matches<'_, P> where P: Pattern {}
    pub fn rmatches<P>(&self, pat: P) -> RMatches<'_, P> where P: Pattern {}
    pub fn match_indices<P>(&self, pat: P) -> MatchIndices<'_, P> where P: Pattern {}
    pub fn rmatch_indices<P>(&self, pat: P) -> RMatchIndices<'_, P> where P: Pattern {}
    pub fn trim(&self) -> &str {}
    pub fn trim_start(&self) -> &str {}
    pub fn trim_end(&self) -> &str {}
    pub fn trim_left(&self) -> &str {}
    pub fn trim_right(&self) -> &str {}
    pub fn trim_matches<P>(&self, pat: P) -> &str where P: Pattern {}
    pub fn trim_start_matches<P>(&self, pat: P) -> &str where P: Pattern {}
    pub fn strip_prefix<P>(&self, prefix: P) -> Option<&str> where P: Pattern {}
    pub fn strip_suffix<P>(&self, suffix: P) -> Option<&str> where P: Pattern {}
    pub fn trim_end_matches<P>(&self, pat: P) -> &str where P: Pattern {}
    pub fn trim_left_matches<P>(&self, pat: P) -> &str where P: Pattern {}
    pub fn trim_right_matches<P>(&self, pat: P) -> &str where P: Pattern {}
    pub fn parse<F>(&self) -> Result<F, <F as FromStr>::Err> where F: FromStr {}
    pub fn is_ascii(&self) -> bool {}
    pub fn eq_ignore_ascii_case(&self, other: &str) -> bool {}
    pub fn make_ascii_uppercase(&mut self) {}
    pub fn make_ascii_lowercase(&mut self) {}
    pub fn trim_ascii_start(&self) -> &str {}
    pub fn trim_ascii_end(&self) -> &str {}
    pub fn trim_ascii(&self) -> &str {}
    pub fn escape_debug(&self) -> crate::str::EscapeDebug<'_> {}
    pub fn escape_default(&self) -> crate::str::EscapeDefault<'_> {}
    pub fn escape_unicode(&self) -> crate::str::EscapeUnicode<'_> {}
}

impl str {
    pub fn into_boxed_bytes(self: Box<str>) -> Box<[u8]> {}
    pub fn replace<P>(&self, from: P, to: &str) -> String where P: Pattern {}
    pub fn replacen<P>(&self, pat: P, to: &str, count: usize) -> String where P: Pattern {}
    pub fn to_lowercase(&self) -> String {}
    pub fn to_uppercase(&self) -> String {}
    pub fn into_string(self: Box<str>) -> String {}
    pub fn repeat(&self, n: usize) -> String {}
    pub fn to_ascii_uppercase(&self) -> String {}
    pub fn to_ascii_lowercase(&self) -> String {}
}

impl<T> Box<[T]> {
    pub fn new_uninit_slice(len: usize) -> Box<[MaybeUninit<T>]> {}
    pub fn new_zeroed_slice(len: usize) -> Box<[MaybeUninit<T>]> {}
}

impl<T> Box<[MaybeUninit<T>]> {
    pub unsafe fn assume_init(self) -> Box<[T]> {}
}

impl<T> [MaybeUninit<T>] {
    pub fn write_copy_of_slice(&mut self, src: &[T]) -> &mut [T] where T: Copy {}
    pub fn write_clone_of_slice(&mut self, src: &[T]) -> &mut [T] where T: Clone {}
    pub unsafe fn assume_init_drop(&mut self) {}
    pub unsafe fn assume_init_ref(&self) -> &[T] {}
    pub unsafe fn assume_init_mut(&mut self) -> &mut [T] {}
}

impl [u8] {
    pub fn is_ascii(&self) -> bool {}
    pub fn eq_ignore_ascii_case(&self, other: &[u8]) -> bool {}
    pub fn make_ascii_uppercase(&mut self) {}
    pub fn make_ascii_lowercase(&mut self) {}
    pub fn escape_ascii(&self) -> EscapeAscii<'_> {}
    pub fn trim_ascii_start(&self) -> &[u8] {}
    pub fn trim_ascii_end(&self) -> &[u8] {}
    pub fn trim_ascii(&self) -> &[u8] {}
}

impl<T> [T] {
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
    pub fn first(&self) -> Option<&T> {}
    pub fn first_mut(&mut self) -> Option<&mut T> {}
    pub fn split_first(&self) -> Option<(&T, &[T])> {}
    pub fn split_first_mut(&mut self) -> Option<(&mut T, &mut [T])> {}
    pub fn split_last(&self) -> Option<(&T, &[T])> {}
    pub fn split_last_mut(&mut self) -> Option<(&mut T, &mut [T])> {}
    pub fn last(&self) -> Option<&T> {}
    pub fn last_mut(&mut self) -> Option<&mut T> {}
    pub fn first_chunk<const N: usize>(&self) -> Option<&[T; N]> {}
    pub fn first_chunk_mut<const N: usize>(&mut self) -> Option<&mut [T; N]> {}
    pub fn split_first_chunk<const N: usize>(&self) -> Option<(&[T; N], &[T])> {}
    pub fn split_first_chunk_mut<const N: usize>(&mut self) -> Option<(&mut [T; N], &mut [T])> {}
    pub fn split_last_chunk<const N: usize>(&self) -> Option<(&[T], &[T; N])> {}
    pub fn split_last_chunk_mut<const N: usize>(&mut self) -> Option<(&mut [T], &mut [T; N])> {}
    pub fn last_chunk<const N: usize>(&self) -> Option<&[T; N]> {}
    pub fn last_chunk_mut<const N: usize>(&mut self) -> Option<&mut [T; N]> {}
    pub fn get<I>(&self, index: I) -> Option<&<I as SliceIndex<[T]>>::Output> where I: SliceIndex<[T]> {}
    pub fn get_mut<I>(&mut self, index: I) -> Option<&mut <I as SliceIndex<[T]>>::Output> where I: SliceIndex<[T]> {}
    pub unsafe fn get_unchecked<I>(&self, index: I) -> &<I as SliceIndex<[T]>>::Output where I: SliceIndex<[T]> {}
    pub unsafe fn get_unchecked_mut<I>(&mut self, index: I) -> &mut <I as SliceIndex<[T]>>::Output where I: SliceIndex<[T]> {}
    pub fn as_ptr(&self) -> *const T {}
    pub fn as_mut_ptr(&mut self) -> *mut T {}
    pub fn as_ptr_range(&self) -> Range<*const T> {}
    pub fn as_mut_ptr_range(&mut self) -> Range<*mut T> {}
    pub fn as_array<const N: usize>(&self) -> Option<&[T; N]> {}
    pub fn as_mut_array<const N: usize>(&mut self) -> Option<&mut [T; N]> {}
    pub fn swap(&mut self, a: usize, b: usize) {}
    pub fn reverse(&mut self) {}
    pub fn iter(&self) -> Iter<'_, T> {}
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {}
    pub fn windows(&self, size: usize) -> Windows<'_, T> {}
    pub fn chunks(&self, chunk_size: usize) -> Chunks<'_, T> {}
    pub fn chunks_mut(&mut self, chunk_size: usize) -> ChunksMut<'_, T> {}
    pub fn chunks_exact(&self, chunk_size: usize) -> ChunksExact<'_, T> {}
    pub fn chunks_exact_mut(&mut self, chunk_size: usize) -> ChunksExactMut<'_, T> {}
    pub unsafe fn as_chunks_unchecked<const N: usize>(&self) -> &[[T; N]] {}
    pub fn as_chunks<const N: usize>(&self) -> (&[[T; N]], &[T]) {}
    pub fn as_rchunks<const N: usize>(&self) -> (&[T], &[[T; N]]) {}
    pub unsafe fn as_chunks_unchecked_mut<const N: usize>(&mut self) -> &mut [[T; N]] {}
    pub fn as_chunks_mut<const N: usize>(&mut self) -> (&mut [[T; N]], &mut [T]) {}
    pub fn as_rchunks_mut<const N: usize>(&mut self) -> (&mut [T], &mut [[T; N]]) {}
    pub fn array_windows<const N: usize>(&self) -> ArrayWindows<'_, T, N> {}
    pub fn rchunks(&self, chunk_size: usize) -> RChunks<'_, T> {}
    pub fn rchunks_mut(&mut self, chunk_size: usize) -> RChunksMut<'_, T> {}
    pub fn rchunks_exact(&self, chunk_size: usize) -> RChunksExact<'_, T> {}
    pub fn rchunks_exact_mut(&mut self, chunk_size: usize) -> RChunksExactMut<'_, T> {}
    pub fn chunk_by<F>(&self, pred: F) -> ChunkBy<'_, T, F> where F: FnMut(&T, &T) -> bool {}
    pub fn chunk_by_mut<F>(&mut self, pred: F) -> ChunkByMut<'_, T, F> where F: FnMut(&T, &T) -> bool {}
    pub fn split_at(&self, mid: usize) -> (&[T], &[T]) {}
    pub fn split_at_mut(&mut self, mid: usize) -> (&mut [T], &mut [T]) {}
    pub unsafe fn split_at_unchecked(&self, mid: usize) -> (&[T], &[T]) {}
    pub unsafe fn split_at_mut_unchecked(&mut self, mid: usize) -> (&mut [T], &mut [T]) {}
    pub fn split_at_checked(&self, mid: usize) -> Option<(&[T], &[T])> {}
    pub fn split_at_mut_checked(&mut self, mid: usize) -> Option<(&mut [T], &mut [T])> {}
    pub fn split<F>(&self, pred: F) -> Split<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn split_mut<F>(&mut self, pred: F) -> SplitMut<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn split_inclusive<F>(&self, pred: F) -> SplitInclusive<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn split_inclusive_mut<F>(&mut self, pred: F) -> SplitInclusiveMut<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn rsplit<F>(&self, pred: F) -> RSplit<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn rsplit_mut<F>(&mut self, pred: F) -> RSplitMut<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn splitn<F>(&self, n: usize, pred: F) -> SplitN<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn splitn_mut<F>(&mut self, n: usize, pred: F) -> SplitNMut<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn rsplitn<F>(&self, n: usize, pred: F) -> RSplitN<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn rsplitn_mut<F>(&mut self, n: usize, pred: F) -> RSplitNMut<'_, T, F> where F: FnMut(&T) -> bool {}
    pub fn contains(&self, x: &T) -> bool where T: PartialEq {}
    pub fn starts_with(&self, needle: &[T]) -> bool where T: PartialEq {}
    pub fn ends_with(&self, needle: &[T]) -> bool where T: PartialEq {}
    pub fn strip_prefix<P>(&self, prefix: &P) -> Option<&[T]> where P: ?Sized, T: PartialEq {}
    pub fn strip_suffix<P>(&self, suffix: &P) -> Option<&[T]> where P: ?Sized, T: PartialEq {}
    pub fn binary_search(&self, x: &T) -> Result<usize, usize> where T: Ord {}
    pub fn binary_search_by<'a, F>(&'a self, f: F) -> Result<usize, usize> where F: FnMut(&'a T) -> Ordering {}
    pub fn binary_search_by_key<'a, B, F>(&'a self, b: &B, f: F) -> Result<usize, usize> where F: FnMut(&'a T) -> B, B: Ord {}
    pub fn sort_unstable(&mut self) where T: Ord {}
    pub fn sort_unstable_by<F>(&mut self, compare: F) where F: FnMut(&T, &T) -> Ordering {}
    pub fn sort_unstable_by_key<K, F>(&mut self, f: F) where F: FnMut(&T) -> K, K: Ord {}
    pub fn select_nth_unstable(&mut self, index: usize) -> (&mut [T], &mut T, &mut [T]) where T: Ord {}
    pub fn select_nth_unstable_by<F>(&mut self, index: usize, compare: F) -> (&mut [T], &mut T, &mut [T]) where F: FnMut(&T, &T) -> Ordering {}
    pub fn select_nth_unstable_by_key<K, F>(&mut self, index: usize, f: F) -> (&mut [T], &mut T, &mut [T]) where F: FnMut(&T) -> K, K: Ord {}
    pub fn rotate_left(&mut self, mid: usize) {}
    pub fn rotate_right(&mut self, k: usize) {}
    pub fn fill(&mut self, value: T) where T: Clone {}
    pub fn fill_with<F>(&mut self, f: F) where F: FnMut() -> T {}
    pub fn clone_from_slice(&mut self, src: &[T]) where T: Clone {}
    pub fn copy_from_slice(&mut self, src: &[T]) where T: Copy {}
    pub fn copy_within<R>(&mut self, src: R, dest: usize) where R: RangeBounds<usize>, T: Copy {}
    pub fn swap_with_slice(&mut self, other: &mut [T]) {}
    pub unsafe fn align_to<U>(&self) -> (&[T], &[U], &[T]) {}
    pub unsafe fn align_to_mut<U>(&mut self) -> (&mut [T], &mut [U], &mut [T]) {}
    pub fn is_sorted(&self) -> bool where T: PartialOrd {}
    pub fn is_sorted_by<'a, F>(&'a self, compare: F) -> bool where F: FnMut(&'a T, &'a T) -> bool {}
    pub fn is_sorted_by_key<'a, F, K>(&'a self, f: F) -> bool where F: FnMut(&'a T) -> K, K: PartialOrd {}
    pub fn partition_point<P>(&self, pred: P) -> usize where P: FnMut(&T) -> bool {}
    pub fn split_off<'a, R>(self: &mut &'a [T], range: R) -> Option<&'a [T]> {}
    pub fn split_off_mut<'a, R>(self: &mut &'a mut [T], range: R) -> Option<&'a mut [T]> {}
    pub fn split_off_first<'a>(self: &mut &'a [T]) -> Option<&'a T> {}
    pub fn split_off_first_mut<'a>(self: &mut &'a mut [T]) -> Option<&'a mut T> {}
    pub fn split_off_last<'a>(self: &mut &'a [T]) -> Option<&'a T> {}
    pub fn split_off_last_mut<'a>(self: &mut &'a mut [T]) -> Option<&'a mut T> {}
    pub unsafe fn get_disjoint_unchecked_mut<I, const N: usize>(&mut self, indices: [I; N]) -> [&mut <I as SliceIndex<[T]>>::Output; N] where I: SliceIndex<[T]> {}
    pub fn get_disjoint_mut<I, const N: usize>(&mut self, indices: [I; N]) -> Result<[&mut <I as SliceIndex<[T]>>::Output; N], GetDisjointMutError> where I: SliceIndex<[T]> {}
    pub fn element_offset(&self, element: &T) -> Option<usize> {}
}

impl<T, const N: usize> [[T; N]] {
    pub fn as_flattened(&self) -> &[T] {}
    pub fn as_flattened_mut(&mut self) -> &mut [T] {}
}

impl [u8] {
    pub fn utf8_chunks(&self) -> Utf8Chunks<'_> {}
}

impl<T> [T] {
    pub fn sort(&mut self) where T: Ord {}
    pub fn sort_by<F>(&mut self, compare: F) where F: FnMut(&T, &T) -> Ordering {}
    pub fn sort_by_key<K, F>(&mut self, f: F) where F: FnMut(&T) -> K, K: Ord {}
    pub fn sort_by_cached_key<K, F>(&mut self, f: F) where F: FnMut(&T) -> K, K: Ord {}
    pub fn to_vec(&self) -> Vec<T> where T: Clone {}
    pub fn into_vec(self: Box<[T]>) -> Vec<T> {}
    pub fn repeat(&self, n: usize) -> Vec<T> where T: Copy {}
    pub fn concat<Item>(&self) -> <[T] as Concat<Item>>::Output where [T]: Concat<Item>, Item: ?Sized {}
    pub fn join<Separator>(&self, sep: Separator) -> <[T] as Join<Separator>>::Output where [T]: Join<Separator> {}
    pub fn connect<Separator>(&self, sep: Separator) -> <[T] as Join<Separator>>::Output where [T]: Join<Separator> {}
}

impl [u8] {
    pub fn to_ascii_uppercase(&self) -> Vec<u8> {}
    pub fn to_ascii_lowercase(&self) -> Vec<u8> {}
}

impl<T, const N: usize> [T; N] {
    pub fn map<F, U>(self, f: F) -> [U; N] where F: FnMut(T) -> U {}
    pub fn as_slice(&self) -> &[T] {}
    pub fn as_mut_slice(&mut self) -> &mut [T] {}
    pub fn each_ref(&self) -> [&T; N] {}
    pub fn each_mut(&mut self) -> [&mut T; N] {}
}

impl<T> *const T where T: ?Sized {
    pub fn is_null(self) -> bool {}
    pub fn cast<U>(self) -> *const U {}
    pub fn cast_mut(self) -> *mut T {}
    pub fn addr(self) -> usize {}
    pub fn expose_provenance(self) -> usize {}
    pub fn with_addr(self, addr: usize) -> *const T {}
    pub fn map_addr(self, f: impl FnOnce(usize) -> usize) -> *const T {}
    pub unsafe fn as_ref<'a>(self) -> Option<&'a T> {}
    pub unsafe fn as_ref_unchecked<'a>(self) -> &'a T {}
    pub unsafe fn offset(self, count: isize) -> *const T {}
    pub unsafe fn byte_offset(self, count: isize) -> *const T {}
    pub fn wrapping_offset(self, count: isize) -> *const T {}
    pub fn wrapping_byte_offset(self, count: isize) -> *const T {}
    pub unsafe fn offset_from(self, origin: *const T) -> isize {}
    pub unsafe fn byte_offset_from<U>(self, origin: *const U) -> isize where U: ?Sized {}
    pub unsafe fn offset_from_unsigned(self, origin: *const T) -> usize {}
    pub unsafe fn byte_offset_from_unsigned<U>(self, origin: *const U) -> usize where U: ?Sized {}
    pub unsafe fn add(self, count: usize) -> *const T {}
    pub unsafe fn byte_add(self, count: usize) -> *const T {}
    pub unsafe fn sub(self, count: usize) -> *const T {}
    pub unsafe fn byte_sub(self, count: usize) -> *const T {}
    pub fn wrapping_add(self, count: usize) -> *const T {}
    pub fn wrapping_byte_add(self, count: usize) -> *const T {}
    pub fn wrapping_sub(self, count: usize) -> *const T {}
    pub fn wrapping_byte_sub(self, count: usize) -> *const T {}
    pub unsafe fn read(self) -> T {}
    pub unsafe fn read_volatile(self) -> T {}
    pub unsafe fn read_unaligned(self) -> T {}
    pub unsafe fn copy_to(self, dest: *mut T, count: usize) {}
    pub unsafe fn copy_to_nonoverlapping(self, dest: *mut T, count: usize) {}
    pub fn align_offset(self, align: usize) -> usize {}
    pub fn is_aligned(self) -> bool {}
}

impl<T> *const [T] {
    pub fn len(self) -> usize {}
    pub fn is_empty(self) -> bool {}
    pub fn as_array<const N: usize>(self) -> Option<*const [T; N]> {}
}

impl<T> *mut T where T: ?Sized {
    pub fn is_null(self) -> bool {}
    pub fn cast<U>(self) -> *mut U {}
    pub fn cast_const(self) -> *const T {}
    pub fn addr(self) -> usize {}
    pub fn expose_provenance(self) -> usize {}
    pub fn with_addr(self, addr: usize) -> *mut T {}
    pub fn map_addr(self, f: impl FnOnce(usize) -> usize) -> *mut T {}
    pub unsafe fn as_ref<'a>(self) -> Option<&'a T> {}
    pub unsafe fn as_ref_unchecked<'a>(self) -> &'a T {}
    pub unsafe fn offset(self, count: isize) -> *mut T {}
    pub unsafe fn byte_offset(self, count: isize) -> *mut T {}
    pub fn wrapping_offset(self, count: isize) -> *mut T {}
    pub fn wrapping_byte_offset(self, count: isize) -> *mut T {}
    pub unsafe fn as_mut<'a>(self) -> Option<&'a mut T> {}
    pub unsafe fn as_mut_unchecked<'a>(self) -> &'a mut T {}
    pub unsafe fn offset_from(self, origin: *const T) -> isize {}
    pub unsafe fn byte_offset_from<U>(self, origin: *const U) -> isize where U: ?Sized {}
    pub unsafe fn offset_from_unsigned(self, origin: *const T) -> usize {}
    pub unsafe fn byte_offset_from_unsigned<U>(self, origin: *mut U) -> usize where U: ?Sized {}
    pub unsafe fn add(self, count: usize) -> *mut T {}
    pub unsafe fn byte_add(self, count: usize) -> *mut T {}
    pub unsafe fn sub(self, count: usize) -> *mut T {}
    pub unsafe fn byte_sub(self, count: usize) -> *mut T {}
    pub fn wrapping_add(self, count: usize) -> *mut T {}
    pub fn wrapping_byte_add(self, count: usize) -> *mut T {}
    pub fn wrapping_sub(self, count: usize) -> *mut T {}
    pub fn wrapping_byte_sub(self, count: usize) -> *mut T {}
    pub unsafe fn read(self) -> T {}
    pub unsafe fn read_volatile(self) -> T {}
    pub unsafe fn read_unaligned(self) -> T {}
    pub unsafe fn copy_to(self, dest: *mut T, count: usize) {}
    pub unsafe fn copy_to_nonoverlapping(self, dest: *mut T, count: usize) {}
    pub unsafe fn copy_from(self, src: *const T, count: usize) {}
    pub unsafe fn copy_from_nonoverlapping(self, src: *const T, count: usize) {}
    pub unsafe fn drop_in_place(self) {}
    pub unsafe fn write(self, val: T) {}
    pub unsafe fn write_bytes(self, val: u8, count: usize) {}
    pub unsafe fn write_volatile(self, val: T) {}
    pub unsafe fn write_unaligned(self, val: T) {}
    pub unsafe fn replace(self, src: T) -> T {}
    pub unsafe fn swap(self, with: *mut T) {}
    pub fn align_offset(self, align: usize) -> usize {}
    pub fn is_aligned(self) -> bool {}
}

impl<T> *mut [T] {
    pub fn len(self) -> usize {}
    pub fn is_empty(self) -> bool {}
    pub fn as_mut_array<const N: usize>(self) -> Option<*mut [T; N]> {}
}

macro_rules! number {
    ($t:ident) => {
        impl Add for $t { type Output = $t; }
        impl Add<&$t> for $t { type Output = $t; }
        impl Add<$t> for &$t { type Output = $t; }
        impl Add<&$t> for &$t { type Output = $t; }
        impl Sub for $t { type Output = $t; }
        impl Sub<&$t> for $t { type Output = $t; }
        impl Sub<$t> for &$t { type Output = $t; }
        impl Sub<&$t> for &$t { type Output = $t; }
        impl Mul for $t { type Output = $t; }
        impl Mul<&$t> for $t { type Output = $t; }
        impl Mul<$t> for &$t { type Output = $t; }
        impl Mul<&$t> for &$t { type Output = $t; }
        impl Div for $t { type Output = $t; }
        impl Div<&$t> for $t { type Output = $t; }
        impl Div<$t> for &$t { type Output = $t; }
        impl Div<&$t> for &$t { type Output = $t; }
        impl Rem for $t { type Output = $t; }
        impl Rem<&$t> for $t { type Output = $t; }
        impl Rem<$t> for &$t { type Output = $t; }
        impl Rem<&$t> for &$t { type Output = $t; }
        impl Sum for $t {}
        impl<'a> Sum<&'a $t> for $t {}
        impl Product for $t {}
        impl<'a> Product<&'a $t> for $t {}
        impl Clone for $t {}
        impl Copy for $t {}
        impl Default for $t {}
        impl Display for $t {}
        impl PartialEq for $t {}
        impl PartialOrd for $t {}
    };
}

macro_rules! integer {
    ($t:ident) => {
        number!($t);
        impl BitAnd for $t { type Output = $t; }
        impl BitAnd<&$t> for $t { type Output = $t; }
        impl BitAnd<$t> for &$t { type Output = $t; }
        impl BitAnd<&$t> for &$t { type Output = $t; }
        impl BitOr for $t { type Output = $t; }
        impl BitOr<&$t> for $t { type Output = $t; }
        impl BitOr<$t> for &$t { type Output = $t; }
        impl BitOr<&$t> for &$t { type Output = $t; }
        impl BitXor for $t { type Output = $t; }
        impl BitXor<&$t> for $t { type Output = $t; }
        impl BitXor<$t> for &$t { type Output = $t; }
        impl BitXor<&$t> for &$t { type Output = $t; }
        impl<R> Shl<R> for $t { type Output = $t; }
        impl<R> Shr<R> for $t { type Output = $t; }
        impl Not for $t { type Output = $t; }
        impl Not for &$t { type Output = $t; }
        impl Ord for $t {}
        impl Step for $t {}
        impl ZeroablePrimitive for $t {}
        impl FromStr for $t { type Err = ParseIntError; }
    };
}

macro_rules! signed {
    ($t:ident, $u:ident, $n:literal) => {
        integer!($t);
        impl Neg for $t { type Output = $t; }
        impl Neg for &$t { type Output = $t; }
        impl $t {
            pub const MIN: $t = _;
            pub const MAX: $t = _;
            pub const BITS: u32 = _;
            pub fn count_ones(self) -> u32 {}
            pub fn count_zeros(self) -> u32 {}
            pub fn leading_zeros(self) -> u32 {}
            pub fn trailing_zeros(self) -> u32 {}
            pub fn leading_ones(self) -> u32 {}
            pub fn trailing_ones(self) -> u32 {}
            pub fn cast_unsigned(self) -> $u {}
            pub fn rotate_left(self, n: u32) -> $t {}
            pub fn rotate_right(self, n: u32) -> $t {}
            pub fn swap_bytes(self) -> $t {}
            pub fn reverse_bits(self) -> $t {}
            pub fn from_be(x: $t) -> $t {}
            pub fn from_le(x: $t) -> $t {}
            pub fn to_be(self) -> $t {}
            pub fn to_le(self) -> $t {}
            pub fn checked_add(self, rhs: $t) -> Option<$t> {}
            pub fn strict_add(self, rhs: $t) -> $t {}
            pub unsafe fn unchecked_add(self, rhs: $t) -> $t {}
            pub fn checked_add_unsigned(self, rhs: $u) -> Option<$t> {}
            pub fn strict_add_unsigned(self, rhs: $u) -> $t {}
            pub fn checked_sub(self, rhs: $t) -> Option<$t> {}
            pub fn strict_sub(self, rhs: $t) -> $t {}
            pub unsafe fn unchecked_sub(self, rhs: $t) -> $t {}
            pub fn checked_sub_unsigned(self, rhs: $u) -> Option<$t> {}
            pub fn strict_sub_unsigned(self, rhs: $u) -> $t {}
            pub fn checked_mul(self, rhs: $t) -> Option<$t> {}
            pub fn strict_mul(self, rhs: $t) -> $t {}
            pub unsafe fn unchecked_mul(self, rhs: $t) -> $t {}
            pub fn checked_div(self, rhs: $t) -> Option<$t> {}
            pub fn strict_div(self, rhs: $t) -> $t {}
            pub fn checked_div_euclid(self, rhs: $t) -> Option<$t> {}
            pub fn strict_div_euclid(self, rhs: $t) -> $t {}
            pub fn checked_rem(self, rhs: $t) -> Option<$t> {}
            pub fn strict_rem(self, rhs: $t) -> $t {}
            pub fn checked_rem_euclid(self, rhs: $t) -> Option<$t> {}
            pub fn strict_rem_euclid(self, rhs: $t) -> $t {}
            pub fn checked_neg(self) -> Option<$t> {}
            pub unsafe fn unchecked_neg(self) -> $t {}
            pub fn strict_neg(self) -> $t {}
            pub fn checked_shl(self, rhs: u32) -> Option<$t> {}
            pub fn strict_shl(self, rhs: u32) -> $t {}
            pub unsafe fn unchecked_shl(self, rhs: u32) -> $t {}
            pub fn unbounded_shl(self, rhs: u32) -> $t {}
            pub fn checked_shr(self, rhs: u32) -> Option<$t> {}
            pub fn strict_shr(self, rhs: u32) -> $t {}
            pub unsafe fn unchecked_shr(self, rhs: u32) -> $t {}
            pub fn unbounded_shr(self, rhs: u32) -> $t {}
            pub fn checked_abs(self) -> Option<$t> {}
            pub fn strict_abs(self) -> $t {}
            pub fn checked_pow(self, exp: u32) -> Option<$t> {}
            pub fn strict_pow(self, exp: u32) -> $t {}
            pub fn checked_isqrt(self) -> Option<$t> {}
            pub fn saturating_add(self, rhs: $t) -> $t {}
            pub fn saturating_add_unsigned(self, rhs: $u) -> $t {}
            pub fn saturating_sub(self, rhs: $t) -> $t {}
            pub fn saturating_sub_unsigned(self, rhs: $u) -> $t {}
            pub fn saturating_neg(self) -> $t {}
            pub fn saturating_abs(self) -> $t {}
            pub fn saturating_mul(self, rhs: $t) -> $t {}
            pub fn saturating_div(self, rhs: $t) -> $t {}
            pub fn saturating_pow(self, exp: u32) -> $t {}
            pub fn wrapping_add(self, rhs: $t) -> $t {}
            pub fn wrapping_add_unsigned(self, rhs: $u) -> $t {}
            pub fn wrapping_sub(self, rhs: $t) -> $t {}
            pub fn wrapping_sub_unsigned(self, rhs: $u) -> $t {}
            pub fn wrapping_mul(self, rhs: $t) -> $t {}
            pub fn wrapping_div(self, rhs: $t) -> $t {}
            pub fn wrapping_div_euclid(self, rhs: $t) -> $t {}
            pub fn wrapping_rem(self, rhs: $t) -> $t {}
            pub fn wrapping_rem_euclid(self, rhs: $t) -> $t {}
            pub fn wrapping_neg(self) -> $t {}
            pub fn wrapping_shl(self, rhs: u32) -> $t {}
            pub fn wrapping_shr(self, rhs: u32) -> $t {}
            pub fn wrapping_abs(self) -> $t {}
            pub fn unsigned_abs(self) -> $u {}
            pub fn wrapping_pow(self, exp: u32) -> $t {}
            pub fn overflowing_add(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_add_unsigned(self, rhs: $u) -> ($t, bool) {}
            pub fn overflowing_sub(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_sub_unsigned(self, rhs: $u) -> ($t, bool) {}
            pub fn overflowing_mul(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_div(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_div_euclid(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_rem(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_rem_euclid(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_neg(self) -> ($t, bool) {}
            pub fn overflowing_shl(self, rhs: u32) -> ($t, bool) {}
            pub fn overflowing_shr(self, rhs: u32) -> ($t, bool) {}
            pub fn overflowing_abs(self) -> ($t, bool) {}
            pub fn overflowing_pow(self, exp: u32) -> ($t, bool) {}
            pub fn pow(self, exp: u32) -> $t {}
            pub fn isqrt(self) -> $t {}
            pub fn div_euclid(self, rhs: $t) -> $t {}
            pub fn rem_euclid(self, rhs: $t) -> $t {}
            pub fn ilog(self, base: $t) -> u32 {}
            pub fn ilog2(self) -> u32 {}
            pub fn ilog10(self) -> u32 {}
            pub fn checked_ilog(self, base: $t) -> Option<u32> {}
            pub fn checked_ilog2(self) -> Option<u32> {}
            pub fn checked_ilog10(self) -> Option<u32> {}
            pub fn abs(self) -> $t {}
            pub fn abs_diff(self, other: $t) -> $u {}
            pub fn signum(self) -> $t {}
            pub fn is_positive(self) -> bool {}
            pub fn is_negative(self) -> bool {}
            pub fn to_be_bytes(self) -> [u8; $n] {}
            pub fn to_le_bytes(self) -> [u8; $n] {}
            pub fn to_ne_bytes(self) -> [u8; $n] {}
            pub fn from_be_bytes(bytes: [u8; $n]) -> $t {}
            pub fn from_le_bytes(bytes: [u8; $n]) -> $t {}
            pub fn from_ne_bytes(bytes: [u8; $n]) -> $t {}
            pub fn min_value() -> $t {}
            pub fn max_value() -> $t {}
            pub fn midpoint(self, rhs: $t) -> $t {}
            pub fn from_str_radix(src: &str, radix: u32) -> Result<$t, ParseIntError> {}
        }
    };
}

macro_rules! unsigned {
    ($t:ident, $u:ident, $n:literal) => {
        integer!($t);
        impl $t {
            pub const MIN: $t = _;
            pub const MAX: $t = _;
            pub const BITS: u32 = _;
            pub fn count_ones(self) -> u32 {}
            pub fn count_zeros(self) -> u32 {}
            pub fn leading_zeros(self) -> u32 {}
            pub fn trailing_zeros(self) -> u32 {}
            pub fn leading_ones(self) -> u32 {}
            pub fn trailing_ones(self) -> u32 {}
            pub fn cast_signed(self) -> $u {}
            pub fn rotate_left(self, n: u32) -> $t {}
            pub fn rotate_right(self, n: u32) -> $t {}
            pub fn swap_bytes(self) -> $t {}
            pub fn reverse_bits(self) -> $t {}
            pub fn from_be(x: $t) -> $t {}
            pub fn from_le(x: $t) -> $t {}
            pub fn to_be(self) -> $t {}
            pub fn to_le(self) -> $t {}
            pub fn checked_add(self, rhs: $t) -> Option<$t> {}
            pub fn strict_add(self, rhs: $t) -> $t {}
            pub unsafe fn unchecked_add(self, rhs: $t) -> $t {}
            pub fn checked_add_signed(self, rhs: $u) -> Option<$t> {}
            pub fn strict_add_signed(self, rhs: $u) -> $t {}
            pub fn checked_sub(self, rhs: $t) -> Option<$t> {}
            pub fn strict_sub(self, rhs: $t) -> $t {}
            pub unsafe fn unchecked_sub(self, rhs: $t) -> $t {}
            pub fn checked_sub_signed(self, rhs: $u) -> Option<$t> {}
            pub fn strict_sub_signed(self, rhs: $u) -> $t {}
            pub fn checked_signed_diff(self, rhs: $t) -> Option<$u> {}
            pub fn checked_mul(self, rhs: $t) -> Option<$t> {}
            pub fn strict_mul(self, rhs: $t) -> $t {}
            pub unsafe fn unchecked_mul(self, rhs: $t) -> $t {}
            pub fn checked_div(self, rhs: $t) -> Option<$t> {}
            pub fn strict_div(self, rhs: $t) -> $t {}
            pub fn checked_div_euclid(self, rhs: $t) -> Option<$t> {}
            pub fn strict_div_euclid(self, rhs: $t) -> $t {}
            pub fn checked_rem(self, rhs: $t) -> Option<$t> {}
            pub fn strict_rem(self, rhs: $t) -> $t {}
            pub fn checked_rem_euclid(self, rhs: $t) -> Option<$t> {}
            pub fn strict_rem_euclid(self, rhs: $t) -> $t {}
            pub fn ilog(self, base: $t) -> u32 {}
            pub fn ilog2(self) -> u32 {}
            pub fn ilog10(self) -> u32 {}
            pub fn checked_ilog(self, base: $t) -> Option<u32> {}
            pub fn checked_ilog2(self) -> Option<u32> {}
            pub fn checked_ilog10(self) -> Option<u32> {}
            pub fn checked_neg(self) -> Option<$t> {}
            pub fn strict_neg(self) -> $t {}
            pub fn checked_shl(self, rhs: u32) -> Option<$t> {}
            pub fn strict_shl(self, rhs: u32) -> $t {}
            pub unsafe fn unchecked_shl(self, rhs: u32) -> $t {}
            pub fn unbounded_shl(self, rhs: u32) -> $t {}
            pub fn checked_shr(self, rhs: u32) -> Option<$t> {}
            pub fn strict_shr(self, rhs: u32) -> $t {}
            pub unsafe fn unchecked_shr(self, rhs: u32) -> $t {}
            pub fn unbounded_shr(self, rhs: u32) -> $t {}
            pub fn checked_pow(self, exp: u32) -> Option<$t> {}
            pub fn strict_pow(self, exp: u32) -> $t {}
            pub fn saturating_add(self, rhs: $t) -> $t {}
            pub fn saturating_add_signed(self, rhs: $u) -> $t {}
            pub fn saturating_sub(self, rhs: $t) -> $t {}
            pub fn saturating_sub_signed(self, rhs: $u) -> $t {}
            pub fn saturating_mul(self, rhs: $t) -> $t {}
            pub fn saturating_div(self, rhs: $t) -> $t {}
            pub fn saturating_pow(self, exp: u32) -> $t {}
            pub fn wrapping_add(self, rhs: $t) -> $t {}
            pub fn wrapping_add_signed(self, rhs: $u) -> $t {}
            pub fn wrapping_sub(self, rhs: $t) -> $t {}
            pub fn wrapping_sub_signed(self, rhs: $u) -> $t {}
            pub fn wrapping_mul(self, rhs: $t) -> $t {}
            pub fn wrapping_div(self, rhs: $t) -> $t {}
            pub fn wrapping_div_euclid(self, rhs: $t) -> $t {}
            pub fn wrapping_rem(self, rhs: $t) -> $t {}
            pub fn wrapping_rem_euclid(self, rhs: $t) -> $t {}
            pub fn wrapping_neg(self) -> $t {}
            pub fn wrapping_shl(self, rhs: u32) -> $t {}
            pub fn wrapping_shr(self, rhs: u32) -> $t {}
            pub fn wrapping_pow(self, exp: u32) -> $t {}
            pub fn overflowing_add(self, rhs: $t) -> ($t, bool) {}
            pub fn carrying_add(self, rhs: $t, carry: bool) -> ($t, bool) {}
            pub fn overflowing_add_signed(self, rhs: $u) -> ($t, bool) {}
            pub fn overflowing_sub(self, rhs: $t) -> ($t, bool) {}
            pub fn borrowing_sub(self, rhs: $t, borrow: bool) -> ($t, bool) {}
            pub fn overflowing_sub_signed(self, rhs: $u) -> ($t, bool) {}
            pub fn abs_diff(self, other: $t) -> $t {}
            pub fn overflowing_mul(self, rhs: $t) -> ($t, bool) {}
            pub fn carrying_mul(self, rhs: $t, carry: $t) -> ($t, $t) {}
            pub fn carrying_mul_add(self, rhs: $t, carry: $t, add: $t) -> ($t, $t) {}
            pub fn overflowing_div(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_div_euclid(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_rem(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_rem_euclid(self, rhs: $t) -> ($t, bool) {}
            pub fn overflowing_neg(self) -> ($t, bool) {}
            pub fn overflowing_shl(self, rhs: u32) -> ($t, bool) {}
            pub fn overflowing_shr(self, rhs: u32) -> ($t, bool) {}
            pub fn overflowing_pow(self, exp: u32) -> ($t, bool) {}
            pub fn pow(self, exp: u32) -> $t {}
            pub fn isqrt(self) -> $t {}
            pub fn div_euclid(self, rhs: $t) -> $t {}
            pub fn rem_euclid(self, rhs: $t) -> $t {}
            pub fn div_ceil(self, rhs: $t) -> $t {}
            pub fn next_multiple_of(self, rhs: $t) -> $t {}
            pub fn checked_next_multiple_of(self, rhs: $t) -> Option<$t> {}
            pub fn is_multiple_of(self, rhs: $t) -> bool {}
            pub fn is_power_of_two(self) -> bool {}
            pub fn next_power_of_two(self) -> $t {}
            pub fn checked_next_power_of_two(self) -> Option<$t> {}
            pub fn to_be_bytes(self) -> [u8; $n] {}
            pub fn to_le_bytes(self) -> [u8; $n] {}
            pub fn to_ne_bytes(self) -> [u8; $n] {}
            pub fn from_be_bytes(bytes: [u8; $n]) -> $t {}
            pub fn from_le_bytes(bytes: [u8; $n]) -> $t {}
            pub fn from_ne_bytes(bytes: [u8; $n]) -> $t {}
            pub fn min_value() -> $t {}
            pub fn max_value() -> $t {}
            pub fn midpoint(self, rhs: $t) -> $t {}
            pub fn from_str_radix(src: &str, radix: u32) -> Result<$t, ParseIntError> {}
        }
    };
}

macro_rules! float {
    ($t:ident, $u:ident, $n:literal) => {
        number!($t);
        impl Neg for $t { type Output = $t; }
        impl Neg for &$t { type Output = $t; }
        impl FromStr for $t { type Err = ParseFloatError; }
        impl $t {
            pub fn floor(self) -> $t {}
            pub fn ceil(self) -> $t {}
            pub fn round(self) -> $t {}
            pub fn round_ties_even(self) -> $t {}
            pub fn trunc(self) -> $t {}
            pub fn fract(self) -> $t {}
            pub fn mul_add(self, a: $t, b: $t) -> $t {}
            pub fn div_euclid(self, rhs: $t) -> $t {}
            pub fn rem_euclid(self, rhs: $t) -> $t {}
            pub fn powi(self, n: i32) -> $t {}
            pub fn powf(self, n: $t) -> $t {}
            pub fn sqrt(self) -> $t {}
            pub fn exp(self) -> $t {}
            pub fn exp2(self) -> $t {}
            pub fn ln(self) -> $t {}
            pub fn log(self, base: $t) -> $t {}
            pub fn log2(self) -> $t {}
            pub fn log10(self) -> $t {}
            pub fn abs_sub(self, other: $t) -> $t {}
            pub fn cbrt(self) -> $t {}
            pub fn hypot(self, other: $t) -> $t {}
            pub fn sin(self) -> $t {}
            pub fn cos(self) -> $t {}
            pub fn tan(self) -> $t {}
            pub fn asin(self) -> $t {}
            pub fn acos(self) -> $t {}
            pub fn atan(self) -> $t {}
            pub fn atan2(self, other: $t) -> $t {}
            pub fn sin_cos(self) -> ($t, $t) {}
            pub fn exp_m1(self) -> $t {}
            pub fn ln_1p(self) -> $t {}
            pub fn sinh(self) -> $t {}
            pub fn cosh(self) -> $t {}
            pub fn tanh(self) -> $t {}
            pub fn asinh(self) -> $t {}
            pub fn acosh(self) -> $t {}
            pub fn atanh(self) -> $t {}
            pub const RADIX: u32 = _;
            pub const MANTISSA_DIGITS: u32 = _;
            pub const DIGITS: u32 = _;
            pub const EPSILON: $t = _;
            pub const MIN: $t = _;
            pub const MIN_POSITIVE: $t = _;
            pub const MAX: $t = _;
            pub const MIN_EXP: i32 = _;
            pub const MAX_EXP: i32 = _;
            pub const MIN_10_EXP: i32 = _;
            pub const MAX_10_EXP: i32 = _;
            pub const NAN: $t = _;
            pub const INFINITY: $t = _;
            pub const NEG_INFINITY: $t = _;
            pub fn is_nan(self) -> bool {}
            pub fn is_infinite(self) -> bool {}
            pub fn is_finite(self) -> bool {}
            pub fn is_subnormal(self) -> bool {}
            pub fn is_normal(self) -> bool {}
            pub fn classify(self) -> FpCategory {}
            pub fn is_sign_positive(self) -> bool {}
            pub fn is_sign_negative(self) -> bool {}
            pub fn next_up(self) -> $t {}
            pub fn next_down(self) -> $t {}
            pub fn recip(self) -> $t {}
            pub fn to_degrees(self) -> $t {}
            pub fn to_radians(self) -> $t {}
            pub fn max(self, other: $t) -> $t {}
            pub fn min(self, other: $t) -> $t {}
            pub fn midpoint(self, other: $t) -> $t {}
            pub unsafe fn to_int_unchecked<Int>(self) -> Int {}
            pub fn to_bits(self) -> $u {}
            pub fn from_bits(v: $u) -> $t {}
            pub fn to_be_bytes(self) -> [u8; $n] {}
            pub fn to_le_bytes(self) -> [u8; $n] {}
            pub fn to_ne_bytes(self) -> [u8; $n] {}
            pub fn from_be_bytes(bytes: [u8; $n]) -> $t {}
            pub fn from_le_bytes(bytes: [u8; $n]) -> $t {}
            pub fn from_ne_bytes(bytes: [u8; $n]) -> $t {}
            pub fn total_cmp(&self, other: &$t) -> Ordering {}
            pub fn clamp(self, min: $t, max: $t) -> $t {}
            pub fn abs(self) -> $t {}
            pub fn signum(self) -> $t {}
            pub fn copysign(self, sign: $t) -> $t {}
        }
    };
}

signed!(i8, u8, 1);
signed!(i16, u16, 2);
signed!(i32, u32, 4);
signed!(i64, u64, 8);
signed!(i128, u128, 16);
signed!(isize, usize, 8);

unsigned!(u8, i8, 1);
unsigned!(u16, i16, 2);
unsigned!(u32, i32, 4);
unsigned!(u64, i64, 8);
unsigned!(u128, i128, 16);
unsigned!(usize, isize, 8);

float!(f32, u32, 4);
float!(f64, u64, 8);

impl u8 {
    pub fn to_be_bytes(self) -> [u8; 1] {}
    pub fn to_le_bytes(self) -> [u8; 1] {}
    pub fn to_ne_bytes(self) -> [u8; 1] {}
    pub fn from_be_bytes(bytes: [u8; 1]) -> u8 {}
    pub fn from_le_bytes(bytes: [u8; 1]) -> u8 {}
    pub fn from_ne_bytes(bytes: [u8; 1]) -> u8 {}
    pub fn is_ascii(&self) -> bool {}
    pub fn to_ascii_uppercase(&self) -> u8 {}
    pub fn to_ascii_lowercase(&self) -> u8 {}
    pub fn eq_ignore_ascii_case(&self, other: &u8) -> bool {}
    pub fn make_ascii_uppercase(&mut self) {}
    pub fn make_ascii_lowercase(&mut self) {}
    pub fn is_ascii_alphabetic(&self) -> bool {}
    pub fn is_ascii_uppercase(&self) -> bool {}
    pub fn is_ascii_lowercase(&self) -> bool {}
    pub fn is_ascii_alphanumeric(&self) -> bool {}
    pub fn is_ascii_digit(&self) -> bool {}
    pub fn is_ascii_hexdigit(&self) -> bool {}
    pub fn is_ascii_punctuation(&self) -> bool {}
    pub fn is_ascii_graphic(&self) -> bool {}
    pub fn is_ascii_whitespace(&self) -> bool {}
    pub fn is_ascii_control(&self) -> bool {}
    pub fn escape_ascii(self) -> EscapeDefault {}
}

impl<A: Clone, B: Clone> Clone for (A, B) {}
impl<A: Clone, B: Clone, C: Clone> Clone for (A, B, C) {}
impl<A: Clone, B: Clone, C: Clone, D: Clone> Clone for (A, B, C, D) {}
impl<A: Clone, B: Clone, C: Clone, D: Clone, E: Clone> Clone for (A, B, C, D, E) {}
impl<A: Clone, B: Clone, C: Clone, D: Clone, E: Clone, F: Clone> Clone for (A, B, C, D, E, F) {}
impl<A: Default, B: Default> Default for (A, B) {}
impl<A: Default, B: Default, C: Default> Default for (A, B, C) {}
impl<A: Default, B: Default, C: Default, D: Default> Default for (A, B, C, D) {}
impl<A: Default, B: Default, C: Default, D: Default, E: Default> Default for (A, B, C, D, E) {}
impl<A: Default, B: Default, C: Default, D: Default, E: Default, F: Default> Default for (A, B, C, D, E, F) {}
impl<T: Default, const N: usize> Default for [T; N] {}
