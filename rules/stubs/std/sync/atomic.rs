//! `std::sync::atomic`.

use crate::clone::Clone;
use crate::cmp::PartialEq;
use crate::convert::From;
use crate::default::Default;
use crate::marker::Copy;
use crate::ops::FnMut;
use crate::option::Option;
use crate::result::Result;

pub struct AtomicBool {}

impl AtomicBool {
    pub fn new(v: bool) -> AtomicBool {}
    pub unsafe fn from_ptr<'a>(ptr: *mut bool) -> &'a AtomicBool {}
    pub fn get_mut(&mut self) -> &mut bool {}
    pub fn into_inner(self) -> bool {}
    pub fn load(&self, order: Ordering) -> bool {}
    pub fn store(&self, val: bool, order: Ordering) {}
    pub fn swap(&self, val: bool, order: Ordering) -> bool {}
    pub fn compare_and_swap(&self, current: bool, new: bool, order: Ordering) -> bool {}
    pub fn compare_exchange(&self, current: bool, new: bool, success: Ordering, failure: Ordering) -> Result<bool, bool> {}
    pub fn compare_exchange_weak(&self, current: bool, new: bool, success: Ordering, failure: Ordering) -> Result<bool, bool> {}
    pub fn fetch_and(&self, val: bool, order: Ordering) -> bool {}
    pub fn fetch_nand(&self, val: bool, order: Ordering) -> bool {}
    pub fn fetch_or(&self, val: bool, order: Ordering) -> bool {}
    pub fn fetch_xor(&self, val: bool, order: Ordering) -> bool {}
    pub fn fetch_not(&self, order: Ordering) -> bool {}
    pub fn as_ptr(&self) -> *mut bool {}
    pub fn fetch_update<F>(&self, set_order: Ordering, fetch_order: Ordering, f: F) -> Result<bool, bool> where F: FnMut(bool) -> Option<bool> {}
    pub fn try_update(&self, set_order: Ordering, fetch_order: Ordering, f: impl FnMut(bool) -> Option<bool>) -> Result<bool, bool> {}
    pub fn update(&self, set_order: Ordering, fetch_order: Ordering, f: impl FnMut(bool) -> bool) -> bool {}
}

impl Default for AtomicBool {}
impl From<bool> for AtomicBool {}

pub struct AtomicPtr<T> {}

impl<T> AtomicPtr<T> {
    pub fn new(p: *mut T) -> AtomicPtr<T> {}
    pub unsafe fn from_ptr<'a>(ptr: *mut *mut T) -> &'a AtomicPtr<T> {}
    pub fn get_mut(&mut self) -> &mut *mut T {}
    pub fn into_inner(self) -> *mut T {}
    pub fn load(&self, order: Ordering) -> *mut T {}
    pub fn store(&self, ptr: *mut T, order: Ordering) {}
    pub fn swap(&self, ptr: *mut T, order: Ordering) -> *mut T {}
    pub fn compare_and_swap(&self, current: *mut T, new: *mut T, order: Ordering) -> *mut T {}
    pub fn compare_exchange(&self, current: *mut T, new: *mut T, success: Ordering, failure: Ordering) -> Result<*mut T, *mut T> {}
    pub fn compare_exchange_weak(&self, current: *mut T, new: *mut T, success: Ordering, failure: Ordering) -> Result<*mut T, *mut T> {}
    pub fn fetch_update<F>(&self, set_order: Ordering, fetch_order: Ordering, f: F) -> Result<*mut T, *mut T> where F: FnMut(*mut T) -> Option<*mut T> {}
    pub fn try_update(&self, set_order: Ordering, fetch_order: Ordering, f: impl FnMut(*mut T) -> Option<*mut T>) -> Result<*mut T, *mut T> {}
    pub fn update(&self, set_order: Ordering, fetch_order: Ordering, f: impl FnMut(*mut T) -> *mut T) -> *mut T {}
    pub fn fetch_ptr_add(&self, val: usize, order: Ordering) -> *mut T {}
    pub fn fetch_ptr_sub(&self, val: usize, order: Ordering) -> *mut T {}
    pub fn fetch_byte_add(&self, val: usize, order: Ordering) -> *mut T {}
    pub fn fetch_byte_sub(&self, val: usize, order: Ordering) -> *mut T {}
    pub fn fetch_or(&self, val: usize, order: Ordering) -> *mut T {}
    pub fn fetch_and(&self, val: usize, order: Ordering) -> *mut T {}
    pub fn fetch_xor(&self, val: usize, order: Ordering) -> *mut T {}
    pub fn as_ptr(&self) -> *mut *mut T {}
}

impl<T> Default for AtomicPtr<T> {}
impl<T> From<*mut T> for AtomicPtr<T> {}

pub enum Ordering { Relaxed, Release, Acquire, AcqRel, SeqCst }
impl Clone for Ordering {}
impl Copy for Ordering {}
impl PartialEq for Ordering {}

pub const ATOMIC_BOOL_INIT: AtomicBool = _;

pub struct AtomicI8 {}

pub struct AtomicU8 {}

pub struct AtomicI16 {}

pub struct AtomicU16 {}

pub struct AtomicI32 {}

pub struct AtomicU32 {}

pub struct AtomicI64 {}

macro_rules! integer {
    ($atomic:ident, $t:ident) => {
        impl $atomic {
            pub fn new(v: $t) -> $atomic {}
            pub unsafe fn from_ptr<'a>(ptr: *mut $t) -> &'a $atomic {}
            pub fn get_mut(&mut self) -> &mut $t {}
            pub fn into_inner(self) -> $t {}
            pub fn load(&self, order: Ordering) -> $t {}
            pub fn store(&self, val: $t, order: Ordering) {}
            pub fn swap(&self, val: $t, order: Ordering) -> $t {}
            pub fn compare_and_swap(&self, current: $t, new: $t, order: Ordering) -> $t {}
            pub fn compare_exchange(&self, current: $t, new: $t, success: Ordering, failure: Ordering) -> Result<$t, $t> {}
            pub fn compare_exchange_weak(&self, current: $t, new: $t, success: Ordering, failure: Ordering) -> Result<$t, $t> {}
            pub fn fetch_add(&self, val: $t, order: Ordering) -> $t {}
            pub fn fetch_sub(&self, val: $t, order: Ordering) -> $t {}
            pub fn fetch_and(&self, val: $t, order: Ordering) -> $t {}
            pub fn fetch_nand(&self, val: $t, order: Ordering) -> $t {}
            pub fn fetch_or(&self, val: $t, order: Ordering) -> $t {}
            pub fn fetch_xor(&self, val: $t, order: Ordering) -> $t {}
            pub fn fetch_update<F>(&self, set_order: Ordering, fetch_order: Ordering, f: F) -> Result<$t, $t> where F: FnMut($t) -> Option<$t> {}
            pub fn try_update(&self, set_order: Ordering, fetch_order: Ordering, f: impl FnMut($t) -> Option<$t>) -> Result<$t, $t> {}
            pub fn update(&self, set_order: Ordering, fetch_order: Ordering, f: impl FnMut($t) -> $t) -> $t {}
            pub fn fetch_max(&self, val: $t, order: Ordering) -> $t {}
            pub fn fetch_min(&self, val: $t, order: Ordering) -> $t {}
            pub fn as_ptr(&self) -> *mut $t {}
        }
        impl Default for $atomic {}
        impl From<$t> for $atomic {}
    };
}

integer!(AtomicI8, i8);
integer!(AtomicI16, i16);
integer!(AtomicI32, i32);
integer!(AtomicI64, i64);
integer!(AtomicIsize, isize);
integer!(AtomicU8, u8);
integer!(AtomicU16, u16);
integer!(AtomicU32, u32);
integer!(AtomicU64, u64);
integer!(AtomicUsize, usize);

pub struct AtomicU64 {}

pub const ATOMIC_ISIZE_INIT: AtomicIsize = _;

pub struct AtomicUsize {}

pub const ATOMIC_USIZE_INIT: AtomicUsize = _;

pub struct AtomicIsize {}

pub fn fence(order: Ordering) {}
pub fn compiler_fence(order: Ordering) {}
pub fn spin_loop_hint() {}
