//! `serde_json`: the calls over readers and writers, and what programs chain them with.

use std::io::{Read, Write};

pub mod error {
    pub struct Error {}
    impl std::error::Error for Error {}
    impl From<Error> for std::io::Error {}
    pub type Result<T> = std::result::Result<T, Error>;
}
pub use error::{Error, Result};

pub mod value {
    pub use crate::{Map, Value, from_value, to_value};
}

pub enum Value { Null, Bool(bool), Number(Number), String(String), Array(Vec<Value>), Object(Map<String, Value>) }

impl Value {
    pub fn get<I>(&self, index: I) -> Option<&Value> {}
    pub fn get_mut<I>(&mut self, index: I) -> Option<&mut Value> {}
    pub fn pointer(&self, pointer: &str) -> Option<&Value> {}
    pub fn as_str(&self) -> Option<&str> {}
    pub fn as_i64(&self) -> Option<i64> {}
    pub fn as_u64(&self) -> Option<u64> {}
    pub fn as_f64(&self) -> Option<f64> {}
    pub fn as_bool(&self) -> Option<bool> {}
    pub fn as_array(&self) -> Option<&Vec<Value>> {}
    pub fn as_array_mut(&mut self) -> Option<&mut Vec<Value>> {}
    pub fn as_object(&self) -> Option<&Map<String, Value>> {}
    pub fn as_object_mut(&mut self) -> Option<&mut Map<String, Value>> {}
    pub fn take(&mut self) -> Value {}
    pub fn is_null(&self) -> bool {}
}

impl<I> std::ops::Index<I> for Value { type Output = Value; }
impl Clone for Value {}
impl std::fmt::Display for Value {}

pub struct Number {}
pub struct Map<K, V> {}

impl Map<String, Value> {
    pub fn new() -> Self {}
    pub fn get<Q>(&self, key: &Q) -> Option<&Value> {}
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut Value> {}
    pub fn insert(&mut self, k: String, v: Value) -> Option<Value> {}
    pub fn remove<Q>(&mut self, key: &Q) -> Option<Value> {}
    pub fn contains_key<Q>(&self, key: &Q) -> bool {}
    pub fn len(&self) -> usize {}
    pub fn is_empty(&self) -> bool {}
}

pub fn from_reader<R: Read, T>(rdr: R) -> Result<T> {}
pub fn from_slice<T>(v: &[u8]) -> Result<T> {}
pub fn from_str<T>(s: &str) -> Result<T> {}
pub fn from_value<T>(value: Value) -> Result<T> {}
pub fn to_value<T>(value: T) -> Result<Value> {}
pub fn to_writer<W: Write, T: ?Sized>(writer: W, value: &T) -> Result<()> {}
pub fn to_writer_pretty<W: Write, T: ?Sized>(writer: W, value: &T) -> Result<()> {}
pub fn to_vec<T: ?Sized>(value: &T) -> Result<Vec<u8>> {}
pub fn to_vec_pretty<T: ?Sized>(value: &T) -> Result<Vec<u8>> {}
pub fn to_string<T: ?Sized>(value: &T) -> Result<String> {}
pub fn to_string_pretty<T: ?Sized>(value: &T) -> Result<String> {}
