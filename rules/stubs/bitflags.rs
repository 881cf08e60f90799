//! `bitflags`: the items that its macro makes, in the versions 1 and 2.

#[macro_export]
macro_rules! bitflags {
    (
        $(#[$outer:meta])*
        $vis:vis struct $Flags:ident : $Bits:ty {
            $( $(#[$inner:meta])* const $flag:tt = $value:expr; )*
        }
        $($rest:tt)*
    ) => {
        $(#[$outer])*
        $vis struct $Flags {
            bits: $Bits,
        }
        $crate::bitflags! {
            impl $Flags : $Bits {
                $( $(#[$inner])* const $flag = $value; )*
            }
            $($rest)*
        }
    };
    (
        $(#[$outer:meta])*
        impl $Flags:ident : $Bits:ty {
            $( $(#[$inner:meta])* const $flag:tt = $value:expr; )*
        }
        $($rest:tt)*
    ) => {
        impl $Flags {
            $( $(#[$inner])* pub const $flag: $Flags = $Flags::from_bits_retain($value); )*
            pub const fn empty() -> $Flags { $Flags::from_bits_retain(0) }
            pub const fn all() -> $Flags { $Flags::from_bits_retain(!0) }
            pub const fn bits(&self) -> $Bits { 0 }
            pub const fn from_bits(bits: $Bits) -> Option<$Flags> { Some($Flags::from_bits_retain(bits)) }
            pub const fn from_bits_truncate(bits: $Bits) -> $Flags { $Flags::from_bits_retain(bits) }
            pub const unsafe fn from_bits_unchecked(bits: $Bits) -> $Flags { $Flags::from_bits_retain(bits) }
            pub const fn from_bits_retain(bits: $Bits) -> $Flags {}
            pub fn from_name(name: &str) -> Option<$Flags> { Some($Flags::empty()) }
            pub const fn is_empty(&self) -> bool { true }
            pub const fn is_all(&self) -> bool { true }
            pub const fn intersects(&self, other: $Flags) -> bool { true }
            pub const fn contains(&self, other: $Flags) -> bool { true }
            pub fn insert(&mut self, other: $Flags) {}
            pub fn remove(&mut self, other: $Flags) {}
            pub fn toggle(&mut self, other: $Flags) {}
            pub fn set(&mut self, other: $Flags, value: bool) {}
            pub const fn intersection(self, other: $Flags) -> $Flags { other }
            pub const fn union(self, other: $Flags) -> $Flags { other }
            pub const fn difference(self, other: $Flags) -> $Flags { other }
            pub const fn symmetric_difference(self, other: $Flags) -> $Flags { other }
            pub const fn complement(self) -> $Flags { $Flags::empty() }
            pub fn iter(&self) -> std::vec::IntoIter<$Flags> {}
            pub fn iter_names(&self) -> std::vec::IntoIter<(&'static str, $Flags)> {}
        }
        impl std::ops::BitOr for $Flags { type Output = $Flags; fn bitor(self, other: $Flags) -> $Flags { other } }
        impl std::ops::BitAnd for $Flags { type Output = $Flags; fn bitand(self, other: $Flags) -> $Flags { other } }
        impl std::ops::BitXor for $Flags { type Output = $Flags; fn bitxor(self, other: $Flags) -> $Flags { other } }
        impl std::ops::Sub for $Flags { type Output = $Flags; fn sub(self, other: $Flags) -> $Flags { other } }
        impl std::ops::Not for $Flags { type Output = $Flags; fn not(self) -> $Flags { $Flags::empty() } }
        impl std::ops::BitOrAssign for $Flags { fn bitor_assign(&mut self, other: $Flags) {} }
        impl std::ops::BitAndAssign for $Flags { fn bitand_assign(&mut self, other: $Flags) {} }
        impl std::ops::BitXorAssign for $Flags { fn bitxor_assign(&mut self, other: $Flags) {} }
        impl std::ops::SubAssign for $Flags { fn sub_assign(&mut self, other: $Flags) {} }
        impl std::iter::Extend<$Flags> for $Flags { fn extend<T: IntoIterator<Item = $Flags>>(&mut self, flags: T) {} }
        impl std::iter::FromIterator<$Flags> for $Flags { fn from_iter<T: IntoIterator<Item = $Flags>>(flags: T) -> $Flags { $Flags::empty() } }
        impl std::iter::IntoIterator for $Flags {
            type Item = $Flags;
            type IntoIter = std::vec::IntoIter<$Flags>;
            fn into_iter(self) -> std::vec::IntoIter<$Flags> {}
        }
        $crate::bitflags! { $($rest)* }
    };
    () => {};
}
