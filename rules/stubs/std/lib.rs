//! Signatures of the standard library (`core` and `alloc` merged in): the public stable items, in Rust syntax, at their public
//! paths. Bodies are empty and mean nothing; private fields are left out.
//!
//! Left out on purpose: the impls of `Debug`, `Eq`, `Hash`, `Send`, `Sync`, `Unpin` and the unwind-safety markers (take bounds
//! on these as met), comparison between different types, assignment operators on numbers, allocator parameters, `const`, and
//! macros. Impls of traits list their associated types only: the methods are those of the trait.
//!
//! Kept although unstable, as stable signatures are written with them: `Try`, `FromResidual`, `Residual`, `Pattern` (without
//! its searchers), `Step`, `Join`, `Concat`, `ZeroablePrimitive`.

mod primitives;
pub mod alloc;
pub mod any;
pub mod array;
pub mod ascii;
pub mod backtrace;
pub mod borrow;
pub mod boxed;
pub mod cell;
pub mod char;
pub mod clone;
pub mod cmp;
pub mod collections;
pub mod convert;
pub mod default;
pub mod env;
pub mod error;
pub mod f32;
pub mod f64;
pub mod ffi;
pub mod fmt;
pub mod fs;
pub mod future;
pub mod hash;
pub mod hint;
pub mod io;
pub mod iter;
pub mod marker;
pub mod mem;
pub mod net;
pub mod num;
pub mod ops;
pub mod option;
pub mod os;
pub mod panic;
pub mod path;
pub mod pin;
pub mod prelude;
pub mod process;
pub mod ptr;
pub mod rc;
pub mod result;
pub mod slice;
pub mod str;
pub mod string;
pub mod sync;
pub mod task;
pub mod thread;
pub mod time;
pub mod vec;

// The modules of the integers hold the old names of their limits.
pub mod i128 {
    pub const MIN: i128 = _;
    pub const MAX: i128 = _;
}
pub mod i16 {
    pub const MIN: i16 = _;
    pub const MAX: i16 = _;
}
pub mod i32 {
    pub const MIN: i32 = _;
    pub const MAX: i32 = _;
}
pub mod i64 {
    pub const MIN: i64 = _;
    pub const MAX: i64 = _;
}
pub mod i8 {
    pub const MIN: i8 = _;
    pub const MAX: i8 = _;
}
pub mod isize {
    pub const MIN: isize = _;
    pub const MAX: isize = _;
}
pub mod u128 {
    pub const MIN: u128 = _;
    pub const MAX: u128 = _;
}
pub mod u16 {
    pub const MIN: u16 = _;
    pub const MAX: u16 = _;
}
pub mod u32 {
    pub const MIN: u32 = _;
    pub const MAX: u32 = _;
}
pub mod u64 {
    pub const MIN: u64 = _;
    pub const MAX: u64 = _;
}
pub mod u8 {
    pub const MIN: u8 = _;
    pub const MAX: u8 = _;
}
pub mod usize {
    pub const MIN: usize = _;
    pub const MAX: usize = _;
}
