//! `dashmap`: its references hold the lock of a shard.

pub use mapref::entry::{Entry, OccupiedEntry, VacantEntry};

pub struct DashMap<K, V, S = std::collections::hash_map::RandomState> {}

impl<K, V> DashMap<K, V> {
    pub fn new() -> DashMap<K, V> {}
    pub fn with_capacity(capacity: usize) -> DashMap<K, V> {}
}

impl<K, V, S> DashMap<K, V, S> {
    pub fn insert(&self, key: K, value: V) -> Option<V> {}
    pub fn remove<Q: ?Sized>(&self, key: &Q) -> Option<(K, V)> {}
    pub fn remove_if<Q: ?Sized>(&self, key: &Q, f: impl FnOnce(&K, &V) -> bool) -> Option<(K, V)> {}
    pub fn get<Q: ?Sized>(&self, key: &Q) -> Option<mapref::one::Ref<'_, K, V>> {}
    pub fn get_mut<Q: ?Sized>(&self, key: &Q) -> Option<mapref::one::RefMut<'_, K, V>> {}
    pub fn entry(&self, key: K) -> Entry<'_, K, V> {}
    pub fn iter(&self) -> iter::Iter<'_, K, V> {}
    pub fn iter_mut(&self) -> iter::IterMut<'_, K, V> {}
    pub fn retain(&self, f: impl FnMut(&K, &mut V) -> bool) {}
    pub fn alter<Q: ?Sized>(&self, key: &Q, f: impl FnOnce(&K, V) -> V) {}
    pub fn view<Q: ?Sized, R>(&self, key: &Q, f: impl FnOnce(&K, &V) -> R) -> Option<R> {}
    pub fn contains_key<Q: ?Sized>(&self, key: &Q) -> bool {}
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
    pub fn clear(&self) {}
}

impl<K, V> Default for DashMap<K, V> {}

pub mod iter {
    use crate::mapref::multiple::{RefMulti, RefMutMulti};

    pub struct Iter<'a, K, V> {}
    impl<'a, K, V> Iterator for Iter<'a, K, V> { type Item = RefMulti<'a, K, V>; }
    pub struct IterMut<'a, K, V> {}
    impl<'a, K, V> Iterator for IterMut<'a, K, V> { type Item = RefMutMulti<'a, K, V>; }
}

pub mod mapref {
    pub mod entry {
        use crate::mapref::one::RefMut;

        pub enum Entry<'a, K, V> {
            Occupied(OccupiedEntry<'a, K, V>),
            Vacant(VacantEntry<'a, K, V>),
        }

        impl<'a, K, V> Entry<'a, K, V> {
            pub fn and_modify(self, f: impl FnOnce(&mut V)) -> Entry<'a, K, V> {}
            pub fn key(&self) -> &K {}
            pub fn into_key(self) -> K {}
            pub fn or_default(self) -> RefMut<'a, K, V> {}
            pub fn or_insert(self, value: V) -> RefMut<'a, K, V> {}
            pub fn or_insert_with(self, value: impl FnOnce() -> V) -> RefMut<'a, K, V> {}
            pub fn insert(self, value: V) -> RefMut<'a, K, V> {}
        }

        pub struct OccupiedEntry<'a, K, V> {}
        impl<'a, K, V> OccupiedEntry<'a, K, V> {
            pub fn get(&self) -> &V {}
            pub fn get_mut(&mut self) -> &mut V {}
            pub fn insert(&mut self, value: V) -> V {}
            pub fn into_ref(self) -> RefMut<'a, K, V> {}
            pub fn remove(self) -> V {}
        }

        pub struct VacantEntry<'a, K, V> {}
        impl<'a, K, V> VacantEntry<'a, K, V> {
            pub fn insert(self, value: V) -> RefMut<'a, K, V> {}
            pub fn key(&self) -> &K {}
        }
    }

    pub mod multiple {
        use std::ops::{Deref, DerefMut};

        pub struct RefMulti<'a, K, V> {}
        impl<'a, K, V> RefMulti<'a, K, V> {
            pub fn key(&self) -> &K {}
            pub fn value(&self) -> &V {}
            pub fn pair(&self) -> (&K, &V) {}
        }
        impl<'a, K, V> Deref for RefMulti<'a, K, V> { type Target = V; }

        pub struct RefMutMulti<'a, K, V> {}
        impl<'a, K, V> RefMutMulti<'a, K, V> {
            pub fn key(&self) -> &K {}
            pub fn value(&self) -> &V {}
            pub fn value_mut(&mut self) -> &mut V {}
        }
        impl<'a, K, V> Deref for RefMutMulti<'a, K, V> { type Target = V; }
        impl<'a, K, V> DerefMut for RefMutMulti<'a, K, V> {}
    }

    pub mod one {
        use std::ops::{Deref, DerefMut};

        pub struct Ref<'a, K, V> {}
        impl<'a, K, V> Ref<'a, K, V> {
            pub fn key(&self) -> &K {}
            pub fn value(&self) -> &V {}
            pub fn pair(&self) -> (&K, &V) {}
            pub fn map<F: FnOnce(&V) -> &T, T>(self, f: F) -> MappedRef<'a, K, V, T> {}
        }
        impl<'a, K, V> Deref for Ref<'a, K, V> { type Target = V; }

        pub struct RefMut<'a, K, V> {}
        impl<'a, K, V> RefMut<'a, K, V> {
            pub fn key(&self) -> &K {}
            pub fn value(&self) -> &V {}
            pub fn value_mut(&mut self) -> &mut V {}
            pub fn pair(&self) -> (&K, &V) {}
            pub fn downgrade(self) -> Ref<'a, K, V> {}
        }
        impl<'a, K, V> Deref for RefMut<'a, K, V> { type Target = V; }
        impl<'a, K, V> DerefMut for RefMut<'a, K, V> {}

        pub struct MappedRef<'a, K, V, T> {}
        impl<'a, K, V, T> Deref for MappedRef<'a, K, V, T> { type Target = T; }
        pub struct MappedRefMut<'a, K, V, T> {}
        impl<'a, K, V, T> Deref for MappedRefMut<'a, K, V, T> { type Target = T; }
    }
}
