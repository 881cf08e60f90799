//! `std::mem`.

use crate::boxed::Box;
use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::convert::{AsMut, AsRef, From};
use crate::default::Default;
use crate::marker::{Copy, Sized};
use crate::ops::{Deref, DerefMut};

pub unsafe fn transmute<Src, Dst>(src: Src) -> Dst {}

pub struct ManuallyDrop<T> where T: ?Sized {}

impl<T> ManuallyDrop<T> {
    pub fn new(value: T) -> ManuallyDrop<T> {}
    pub fn into_inner(slot: ManuallyDrop<T>) -> T {}
    pub unsafe fn take(slot: &mut ManuallyDrop<T>) -> T {}
}

impl<T> ManuallyDrop<T> where T: ?Sized {
    pub unsafe fn drop(slot: &mut ManuallyDrop<T>) {}
}

impl<T> Clone for ManuallyDrop<T> where T: Clone + ?Sized {}
impl<T> Copy for ManuallyDrop<T> where T: Copy + ?Sized {}
impl<T> Default for ManuallyDrop<T> where T: Default + ?Sized {}
impl<T> Deref for ManuallyDrop<T> where T: ?Sized { type Target = T; }
impl<T> DerefMut for ManuallyDrop<T> where T: ?Sized {}
impl<T> Ord for ManuallyDrop<T> where T: Ord + ?Sized {}
impl<T> PartialEq for ManuallyDrop<T> where T: PartialEq + ?Sized {}
impl<T> PartialOrd for ManuallyDrop<T> where T: PartialOrd + ?Sized {}

pub struct MaybeUninit<T> {}

impl<T> MaybeUninit<T> {
    pub fn new(val: T) -> MaybeUninit<T> {}
    pub fn uninit() -> MaybeUninit<T> {}
    pub fn zeroed() -> MaybeUninit<T> {}
    pub fn write(&mut self, val: T) -> &mut T {}
    pub fn as_ptr(&self) -> *const T {}
    pub fn as_mut_ptr(&mut self) -> *mut T {}
    pub unsafe fn assume_init(self) -> T {}
    pub unsafe fn assume_init_read(&self) -> T {}
    pub unsafe fn assume_init_drop(&mut self) {}
    pub unsafe fn assume_init_ref(&self) -> &T {}
    pub unsafe fn assume_init_mut(&mut self) -> &mut T {}
}

impl<T> Box<MaybeUninit<T>> {
    pub unsafe fn assume_init(self) -> Box<T> {}
    pub fn write(boxed: Box<MaybeUninit<T>>, value: T) -> Box<T> {}
}

impl<T, const N: usize> AsMut<[MaybeUninit<T>]> for MaybeUninit<[T; N]> {}
impl<T, const N: usize> AsMut<[MaybeUninit<T>; N]> for MaybeUninit<[T; N]> {}
impl<T, const N: usize> AsRef<[MaybeUninit<T>]> for MaybeUninit<[T; N]> {}
impl<T, const N: usize> AsRef<[MaybeUninit<T>; N]> for MaybeUninit<[T; N]> {}
impl<T> Clone for MaybeUninit<T> where T: Copy {}
impl<T> Copy for MaybeUninit<T> where T: Copy {}
impl<T, const N: usize> From<[MaybeUninit<T>; N]> for MaybeUninit<[T; N]> {}

pub fn forget<T>(t: T) {}
pub fn size_of<T>() -> usize {}
pub fn size_of_val<T>(val: &T) -> usize where T: ?Sized {}
pub fn min_align_of<T>() -> usize {}
pub fn min_align_of_val<T>(val: &T) -> usize where T: ?Sized {}
pub fn align_of<T>() -> usize {}
pub fn align_of_val<T>(val: &T) -> usize where T: ?Sized {}
pub fn needs_drop<T>() -> bool where T: ?Sized {}
pub unsafe fn zeroed<T>() -> T {}
pub unsafe fn uninitialized<T>() -> T {}
pub fn swap<T>(x: &mut T, y: &mut T) {}
pub fn take<T>(dest: &mut T) -> T where T: Default {}
pub fn replace<T>(dest: &mut T, src: T) -> T {}
pub fn drop<T>(_x: T) {}
pub unsafe fn transmute_copy<Src, Dst>(src: &Src) -> Dst {}

pub struct Discriminant<T> {}
impl<T> Clone for Discriminant<T> {}
impl<T> Copy for Discriminant<T> {}
impl<T> PartialEq for Discriminant<T> {}

pub fn discriminant<T>(v: &T) -> Discriminant<T> {}
