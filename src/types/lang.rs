//! The definitions of std that the language itself refers to.

use crate::names::{CrateStore, DefId, Namespace, Res};

macro_rules! lang_items {
    ($($field:ident = $path:literal in $ns:ident;)*) => {
        /// Definitions that operators, literals, loops and `async` refer to; `None` if the stubs lack one.
        #[derive(Clone, Debug, Default)]
        #[allow(missing_docs, reason = "each field is named after its item")]
        pub struct Lang {
            $(pub $field: Option<DefId>,)*
        }

        impl Lang {
            /// Looks them up in the stubs of std.
            #[must_use]
            pub fn new(store: &CrateStore<'_>) -> Self {
                let find = |path: &str, ns| match store.resolve_str(store.std(), path, ns) {
                    resolved if resolved.rest == 0 => match resolved.res {
                        Res::Def(def) => Some(def),
                        _ => None,
                    },
                    _ => None,
                };
                Self { $($field: find($path, Namespace::$ns),)* }
            }
        }
    };
}

lang_items! {
    option = "std::option::Option" in Type;
    result = "std::result::Result" in Type;
    poll = "std::task::Poll" in Type;
    context = "std::task::Context" in Type;
    control_flow = "std::ops::ControlFlow" in Type;
    vec = "std::vec::Vec" in Type;
    string = "std::string::String" in Type;
    boxed = "std::boxed::Box" in Type;
    arc = "std::sync::Arc" in Type;
    rc = "std::rc::Rc" in Type;
    pin = "std::pin::Pin" in Type;
    local_key = "std::thread::LocalKey" in Type;
    arguments = "std::fmt::Arguments" in Type;
    range = "std::ops::Range" in Type;
    range_from = "std::ops::RangeFrom" in Type;
    range_to = "std::ops::RangeTo" in Type;
    range_full = "std::ops::RangeFull" in Type;
    range_inclusive = "std::ops::RangeInclusive" in Type;
    range_to_inclusive = "std::ops::RangeToInclusive" in Type;
    cstr = "std::ffi::CStr" in Type;
    deref = "std::ops::Deref" in Type;
    deref_mut = "std::ops::DerefMut" in Type;
    index = "std::ops::Index" in Type;
    index_mut = "std::ops::IndexMut" in Type;
    add = "std::ops::Add" in Type;
    sub = "std::ops::Sub" in Type;
    mul = "std::ops::Mul" in Type;
    div = "std::ops::Div" in Type;
    rem = "std::ops::Rem" in Type;
    bit_and = "std::ops::BitAnd" in Type;
    bit_or = "std::ops::BitOr" in Type;
    bit_xor = "std::ops::BitXor" in Type;
    shl = "std::ops::Shl" in Type;
    shr = "std::ops::Shr" in Type;
    neg = "std::ops::Neg" in Type;
    not = "std::ops::Not" in Type;
    fn_once = "std::ops::FnOnce" in Type;
    fn_mut = "std::ops::FnMut" in Type;
    fn_ = "std::ops::Fn" in Type;
    async_fn_once = "std::ops::AsyncFnOnce" in Type;
    async_fn_mut = "std::ops::AsyncFnMut" in Type;
    async_fn = "std::ops::AsyncFn" in Type;
    drop = "std::ops::Drop" in Type;
    future = "std::future::Future" in Type;
    into_future = "std::future::IntoFuture" in Type;
    iterator = "std::iter::Iterator" in Type;
    into_iterator = "std::iter::IntoIterator" in Type;
    clone = "std::clone::Clone" in Type;
    eq = "std::cmp::Eq" in Type;
    partial_eq = "std::cmp::PartialEq" in Type;
    partial_ord = "std::cmp::PartialOrd" in Type;
    add_assign = "std::ops::AddAssign" in Type;
    sub_assign = "std::ops::SubAssign" in Type;
    mul_assign = "std::ops::MulAssign" in Type;
    div_assign = "std::ops::DivAssign" in Type;
    bit_or_assign = "std::ops::BitOrAssign" in Type;
    shl_assign = "std::ops::ShlAssign" in Type;
    display = "std::fmt::Display" in Type;
    hash = "std::hash::Hash" in Type;
    debug = "std::fmt::Debug" in Type;
    copy = "std::marker::Copy" in Type;
    default = "std::default::Default" in Type;
    from = "std::convert::From" in Type;
}
