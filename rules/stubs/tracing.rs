//! `tracing`: spans, and how futures are put into them.

pub use instrument::Instrument;
pub use span::Span;

pub mod span {
    use std::ops::Deref;

    pub struct Span {}
    pub struct Entered<'a> {}
    pub struct EnteredSpan {}
    pub struct Id {}

    impl Span {
        pub fn none() -> Span {}
        pub fn current() -> Span {}
        pub fn enter(&self) -> Entered<'_> {}
        pub fn entered(self) -> EnteredSpan {}
        pub fn or_current(self) -> Span {}
        pub fn in_scope<F: FnOnce() -> T, T>(&self, f: F) -> T {}
        pub fn is_disabled(&self) -> bool {}
        pub fn is_none(&self) -> bool {}
        pub fn id(&self) -> Option<Id> {}
    }

    impl Clone for Span {}

    impl EnteredSpan {
        pub fn id(&self) -> Option<Id> {}
        pub fn exit(self) -> Span {}
    }
    impl Deref for EnteredSpan { type Target = Span; }
}

pub mod instrument {
    use crate::span::Span;
    use std::future::Future;

    pub trait Instrument: Sized {
        fn instrument(self, span: Span) -> Instrumented<Self> {}
        fn in_current_span(self) -> Instrumented<Self> {}
    }
    impl<T: Sized> Instrument for T {}

    pub struct Instrumented<T> {}
    impl<T: Future> Future for Instrumented<T> { type Output = T::Output; }
    impl<T> Instrumented<T> {
        pub fn span(&self) -> &Span {}
        pub fn inner(&self) -> &T {}
        pub fn into_inner(self) -> T {}
    }
}
