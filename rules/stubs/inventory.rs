//! `inventory`: values that any module submits, and their iterator. The impl of `IntoIterator` is where the type of the values is known.

pub struct iter<T>;

#[macro_export]
macro_rules! collect {
    ($Submitted:ty) => {
        impl std::iter::IntoIterator for $crate::iter<$Submitted> {
            type Item = &'static $Submitted;
            type IntoIter = std::slice::Iter<'static, $Submitted>;
            fn into_iter(self) -> std::slice::Iter<'static, $Submitted> {}
        }
    };
}

#[macro_export]
macro_rules! submit {
    ($($value:tt)*) => {
        const _: () = { let submitted = { $($value)* }; };
    };
}
