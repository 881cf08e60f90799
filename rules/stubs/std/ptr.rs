//! `std::ptr`.

use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::convert::From;
use crate::hash::Hasher;
use crate::marker::{Copy, Sized};
use crate::num::NonZero;
use crate::ops::FnOnce;
use crate::option::Option;

pub unsafe fn copy_nonoverlapping<T>(src: *const T, dst: *mut T, count: usize) {}
pub unsafe fn copy<T>(src: *const T, dst: *mut T, count: usize) {}
pub unsafe fn write_bytes<T>(dst: *mut T, val: u8, count: usize) {}
pub unsafe fn drop_in_place<T>(to_drop: *mut T) where T: ?Sized {}
pub fn null<T>() -> *const T where T: ?Sized {}
pub fn null_mut<T>() -> *mut T where T: ?Sized {}
pub fn without_provenance<T>(addr: usize) -> *const T {}
pub fn dangling<T>() -> *const T {}
pub fn without_provenance_mut<T>(addr: usize) -> *mut T {}
pub fn dangling_mut<T>() -> *mut T {}
pub fn with_exposed_provenance<T>(addr: usize) -> *const T {}
pub fn with_exposed_provenance_mut<T>(addr: usize) -> *mut T {}
pub fn from_ref<T>(r: &T) -> *const T where T: ?Sized {}
pub fn from_mut<T>(r: &mut T) -> *mut T where T: ?Sized {}
pub fn slice_from_raw_parts<T>(data: *const T, len: usize) -> *const [T] {}
pub fn slice_from_raw_parts_mut<T>(data: *mut T, len: usize) -> *mut [T] {}
pub unsafe fn swap<T>(x: *mut T, y: *mut T) {}
pub unsafe fn swap_nonoverlapping<T>(x: *mut T, y: *mut T, count: usize) {}
pub unsafe fn replace<T>(dst: *mut T, src: T) -> T {}
pub unsafe fn read<T>(src: *const T) -> T {}
pub unsafe fn read_unaligned<T>(src: *const T) -> T {}
pub unsafe fn write<T>(dst: *mut T, src: T) {}
pub unsafe fn write_unaligned<T>(dst: *mut T, src: T) {}
pub unsafe fn read_volatile<T>(src: *const T) -> T {}
pub unsafe fn write_volatile<T>(dst: *mut T, src: T) {}
pub fn eq<T>(a: *const T, b: *const T) -> bool where T: ?Sized {}
pub fn addr_eq<T, U>(p: *const T, q: *const U) -> bool where T: ?Sized, U: ?Sized {}
pub fn fn_addr_eq<T, U>(f: T, g: U) -> bool {}
pub fn hash<T, S>(hashee: *const T, into: &mut S) where S: Hasher, T: ?Sized {}

pub struct NonNull<T> where T: ?Sized {}

impl<T> NonNull<T> {
    pub fn without_provenance(addr: NonZero<usize>) -> NonNull<T> {}
    pub fn dangling() -> NonNull<T> {}
    pub fn with_exposed_provenance(addr: NonZero<usize>) -> NonNull<T> {}
}

impl<T> NonNull<T> where T: ?Sized {
    pub unsafe fn new_unchecked(ptr: *mut T) -> NonNull<T> {}
    pub fn new(ptr: *mut T) -> Option<NonNull<T>> {}
    pub fn from_ref(r: &T) -> NonNull<T> {}
    pub fn from_mut(r: &mut T) -> NonNull<T> {}
    pub fn addr(self) -> NonZero<usize> {}
    pub fn expose_provenance(self) -> NonZero<usize> {}
    pub fn with_addr(self, addr: NonZero<usize>) -> NonNull<T> {}
    pub fn map_addr(self, f: impl FnOnce(NonZero<usize>) -> NonZero<usize>) -> NonNull<T> {}
    pub fn as_ptr(self) -> *mut T {}
    pub unsafe fn as_ref<'a>(&self) -> &'a T {}
    pub unsafe fn as_mut<'a>(&mut self) -> &'a mut T {}
    pub fn cast<U>(self) -> NonNull<U> {}
    pub unsafe fn offset(self, count: isize) -> NonNull<T> {}
    pub unsafe fn byte_offset(self, count: isize) -> NonNull<T> {}
    pub unsafe fn add(self, count: usize) -> NonNull<T> {}
    pub unsafe fn byte_add(self, count: usize) -> NonNull<T> {}
    pub unsafe fn sub(self, count: usize) -> NonNull<T> {}
    pub unsafe fn byte_sub(self, count: usize) -> NonNull<T> {}
    pub unsafe fn offset_from(self, origin: NonNull<T>) -> isize {}
    pub unsafe fn byte_offset_from<U>(self, origin: NonNull<U>) -> isize where U: ?Sized {}
    pub unsafe fn offset_from_unsigned(self, subtracted: NonNull<T>) -> usize {}
    pub unsafe fn byte_offset_from_unsigned<U>(self, origin: NonNull<U>) -> usize where U: ?Sized {}
    pub unsafe fn read(self) -> T {}
    pub unsafe fn read_volatile(self) -> T {}
    pub unsafe fn read_unaligned(self) -> T {}
    pub unsafe fn copy_to(self, dest: NonNull<T>, count: usize) {}
    pub unsafe fn copy_to_nonoverlapping(self, dest: NonNull<T>, count: usize) {}
    pub unsafe fn copy_from(self, src: NonNull<T>, count: usize) {}
    pub unsafe fn copy_from_nonoverlapping(self, src: NonNull<T>, count: usize) {}
    pub unsafe fn drop_in_place(self) {}
    pub unsafe fn write(self, val: T) {}
    pub unsafe fn write_bytes(self, val: u8, count: usize) {}
    pub unsafe fn write_volatile(self, val: T) {}
    pub unsafe fn write_unaligned(self, val: T) {}
    pub unsafe fn replace(self, src: T) -> T {}
    pub unsafe fn swap(self, with: NonNull<T>) {}
    pub fn align_offset(self, align: usize) -> usize {}
    pub fn is_aligned(self) -> bool {}
}

impl<T> NonNull<[T]> {
    pub fn slice_from_raw_parts(data: NonNull<T>, len: usize) -> NonNull<[T]> {}
    pub fn len(self) -> usize {}
    pub fn is_empty(self) -> bool {}
}

impl<T> Clone for NonNull<T> where T: ?Sized {}
impl<T> Copy for NonNull<T> where T: ?Sized {}
impl<T> From<&T> for NonNull<T> where T: ?Sized {}
impl<T> From<&mut T> for NonNull<T> where T: ?Sized {}
impl<T> Ord for NonNull<T> where T: ?Sized {}
impl<T> PartialEq for NonNull<T> where T: ?Sized {}
impl<T> PartialOrd for NonNull<T> where T: ?Sized {}
