//! `rayon`. One adaptor type stands for all of the crate's, which programs do not name.

pub fn join<A: FnOnce() -> RA, B: FnOnce() -> RB, RA, RB>(oper_a: A, oper_b: B) -> (RA, RB) {}
pub fn scope<'scope, OP: FnOnce(&Scope<'scope>) -> R, R>(op: OP) -> R {}
pub fn in_place_scope<'scope, OP: FnOnce(&Scope<'scope>) -> R, R>(op: OP) -> R {}
pub fn broadcast<OP: Fn(BroadcastContext<'_>) -> R, R>(op: OP) -> Vec<R> {}
pub fn spawn<F: FnOnce()>(func: F) {}
pub fn spawn_fifo<F: FnOnce()>(func: F) {}
pub fn current_num_threads() -> usize {}

pub struct BroadcastContext<'a> {}
pub struct Scope<'scope> {}
impl<'scope> Scope<'scope> {
    pub fn spawn<BODY: FnOnce(&Scope<'scope>)>(&self, body: BODY) {}
}

pub struct ThreadPool {}
impl ThreadPool {
    pub fn install<OP: FnOnce() -> R, R>(&self, op: OP) -> R {}
    pub fn join<A: FnOnce() -> RA, B: FnOnce() -> RB, RA, RB>(&self, oper_a: A, oper_b: B) -> (RA, RB) {}
    pub fn scope<'scope, OP: FnOnce(&Scope<'scope>) -> R, R>(&self, op: OP) -> R {}
    pub fn in_place_scope<'scope, OP: FnOnce(&Scope<'scope>) -> R, R>(&self, op: OP) -> R {}
    pub fn broadcast<OP: Fn(BroadcastContext<'_>) -> R, R>(&self, op: OP) -> Vec<R> {}
    pub fn spawn<OP: FnOnce()>(&self, op: OP) {}
    pub fn current_num_threads(&self) -> usize {}
}

pub struct ThreadPoolBuildError {}
pub struct ThreadPoolBuilder {}
impl ThreadPoolBuilder {
    pub fn new() -> Self {}
    pub fn num_threads(self, num_threads: usize) -> Self {}
    pub fn thread_name<F: FnMut(usize) -> String>(self, closure: F) -> Self {}
    pub fn stack_size(self, stack_size: usize) -> Self {}
    pub fn build(self) -> Result<ThreadPool, ThreadPoolBuildError> {}
    pub fn build_global(self) -> Result<(), ThreadPoolBuildError> {}
}

pub mod prelude {
    pub use crate::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, IntoParallelRefMutIterator};
    pub use crate::iter::{ParallelBridge, ParallelExtend, ParallelIterator};
    pub use crate::slice::{ParallelSlice, ParallelSliceMut};
}

pub mod iter {
    pub struct Adapted<T> {}
    impl<T> ParallelIterator for Adapted<T> { type Item = T; }
    impl<T> IndexedParallelIterator for Adapted<T> {}

    pub trait IntoParallelIterator {
        type Item;
        fn into_par_iter(self) -> Adapted<Self::Item>;
    }
    impl<I: IntoIterator> IntoParallelIterator for I { type Item = I::Item; }

    pub trait IntoParallelRefIterator {
        type Item;
        fn par_iter(&self) -> Adapted<&Self::Item>;
    }
    impl<T> IntoParallelRefIterator for [T] { type Item = T; }
    impl<T> IntoParallelRefIterator for Vec<T> { type Item = T; }
    impl<T, S> IntoParallelRefIterator for std::collections::HashSet<T, S> { type Item = T; }

    pub trait IntoParallelRefMutIterator {
        type Item;
        fn par_iter_mut(&mut self) -> Adapted<&mut Self::Item>;
    }
    impl<T> IntoParallelRefMutIterator for [T] { type Item = T; }
    impl<T> IntoParallelRefMutIterator for Vec<T> { type Item = T; }

    pub trait ParallelBridge: Iterator {
        fn par_bridge(self) -> Adapted<Self::Item>;
    }
    impl<T: Iterator> ParallelBridge for T {}

    pub trait ParallelExtend<T> {
        fn par_extend<I: IntoParallelIterator<Item = T>>(&mut self, par_iter: I);
    }
    impl<T> ParallelExtend<T> for Vec<T> {}

    pub trait ParallelIterator {
        type Item;
        fn for_each<OP: Fn(Self::Item)>(self, op: OP);
        fn for_each_with<OP: Fn(&mut T, Self::Item), T>(self, init: T, op: OP);
        fn for_each_init<OP: Fn(&mut T, Self::Item), INIT: Fn() -> T, T>(self, init: INIT, op: OP);
        fn try_for_each<OP: Fn(Self::Item) -> R, R>(self, op: OP) -> R;
        fn try_for_each_with<OP: Fn(&mut T, Self::Item) -> R, T, R>(self, init: T, op: OP) -> R;
        fn count(self) -> usize;
        fn map<F: Fn(Self::Item) -> R, R>(self, map_op: F) -> Adapted<R>;
        fn map_with<F: Fn(&mut T, Self::Item) -> R, T, R>(self, init: T, map_op: F) -> Adapted<R>;
        fn map_init<F: Fn(&mut T, Self::Item) -> R, INIT: Fn() -> T, T, R>(self, init: INIT, map_op: F) -> Adapted<R>;
        fn cloned(self) -> Adapted<Self::Item>;
        fn copied(self) -> Adapted<Self::Item>;
        fn inspect<OP: Fn(&Self::Item)>(self, inspect_op: OP) -> Adapted<Self::Item>;
        fn filter<P: Fn(&Self::Item) -> bool>(self, filter_op: P) -> Adapted<Self::Item>;
        fn filter_map<P: Fn(Self::Item) -> Option<R>, R>(self, filter_op: P) -> Adapted<R>;
        fn flat_map<F: Fn(Self::Item) -> PI, PI: IntoParallelIterator>(self, map_op: F) -> Adapted<PI::Item>;
        fn flat_map_iter<F: Fn(Self::Item) -> SI, SI: IntoIterator>(self, map_op: F) -> Adapted<SI::Item>;
        fn reduce<OP: Fn(Self::Item, Self::Item) -> Self::Item, ID: Fn() -> Self::Item>(self, identity: ID, op: OP) -> Self::Item;
        fn reduce_with<OP: Fn(Self::Item, Self::Item) -> Self::Item>(self, op: OP) -> Option<Self::Item>;
        fn fold<T, ID: Fn() -> T, F: Fn(T, Self::Item) -> T>(self, identity: ID, fold_op: F) -> Adapted<T>;
        fn sum<S>(self) -> S;
        fn product<P>(self) -> P;
        fn min(self) -> Option<Self::Item>;
        fn min_by<F>(self, f: F) -> Option<Self::Item>;
        fn min_by_key<K, F: Fn(&Self::Item) -> K>(self, f: F) -> Option<Self::Item>;
        fn max(self) -> Option<Self::Item>;
        fn max_by<F>(self, f: F) -> Option<Self::Item>;
        fn max_by_key<K, F: Fn(&Self::Item) -> K>(self, f: F) -> Option<Self::Item>;
        fn chain<C: IntoParallelIterator>(self, chain: C) -> Adapted<Self::Item>;
        fn find_any<P: Fn(&Self::Item) -> bool>(self, predicate: P) -> Option<Self::Item>;
        fn find_first<P: Fn(&Self::Item) -> bool>(self, predicate: P) -> Option<Self::Item>;
        fn find_map_any<P: Fn(Self::Item) -> Option<R>, R>(self, predicate: P) -> Option<R>;
        fn any<P: Fn(Self::Item) -> bool>(self, predicate: P) -> bool;
        fn all<P: Fn(Self::Item) -> bool>(self, predicate: P) -> bool;
        fn collect<C>(self) -> C;
        fn unzip<A, B, FromA, FromB>(self) -> (FromA, FromB);
        fn partition<A, B, P: Fn(&Self::Item) -> bool>(self, predicate: P) -> (A, B);
    }

    pub trait IndexedParallelIterator: ParallelIterator {
        fn collect_into_vec(self, target: &mut Vec<Self::Item>);
        fn zip<Z: IntoParallelIterator>(self, zip_op: Z) -> Adapted<(Self::Item, Z::Item)>;
        fn chunks(self, chunk_size: usize) -> Adapted<Vec<Self::Item>>;
        fn enumerate(self) -> Adapted<(usize, Self::Item)>;
        fn rev(self) -> Adapted<Self::Item>;
        fn skip(self, n: usize) -> Adapted<Self::Item>;
        fn take(self, n: usize) -> Adapted<Self::Item>;
        fn with_min_len(self, min: usize) -> Adapted<Self::Item>;
        fn with_max_len(self, max: usize) -> Adapted<Self::Item>;
        fn position_any<P: Fn(Self::Item) -> bool>(self, predicate: P) -> Option<usize>;
        fn position_first<P: Fn(Self::Item) -> bool>(self, predicate: P) -> Option<usize>;
        fn len(&self) -> usize;
    }
}

pub mod slice {
    use crate::iter::Adapted;

    pub trait ParallelSlice<T> {
        fn par_chunks(&self, chunk_size: usize) -> Adapted<&[T]>;
        fn par_chunks_exact(&self, chunk_size: usize) -> Adapted<&[T]>;
        fn par_windows(&self, window_size: usize) -> Adapted<&[T]>;
    }
    impl<T> ParallelSlice<T> for [T] {}

    pub trait ParallelSliceMut<T> {
        fn par_chunks_mut(&mut self, chunk_size: usize) -> Adapted<&mut [T]>;
        fn par_sort(&mut self);
        fn par_sort_by<F>(&mut self, compare: F);
        fn par_sort_by_key<K, F: Fn(&T) -> K>(&mut self, f: F);
        fn par_sort_by_cached_key<K, F: Fn(&T) -> K>(&mut self, f: F);
        fn par_sort_unstable(&mut self);
        fn par_sort_unstable_by<F>(&mut self, compare: F);
        fn par_sort_unstable_by_key<K, F: Fn(&T) -> K>(&mut self, f: F);
    }
    impl<T> ParallelSliceMut<T> for [T] {}
}
