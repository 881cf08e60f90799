//! `std::any`.

use crate::boxed::Box;
use crate::clone::Clone;
use crate::cmp::{Ord, PartialEq, PartialOrd};
use crate::marker::{Copy, Send, Sized, Sync};
use crate::option::Option;
use crate::result::Result;

pub trait Any: 'static {
    fn type_id(&self) -> TypeId;
}

impl dyn Any {
    pub fn is<T>(&self) -> bool where T: Any {}
    pub fn downcast_ref<T>(&self) -> Option<&T> where T: Any {}
    pub fn downcast_mut<T>(&mut self) -> Option<&mut T> where T: Any {}
}

impl dyn Any + Send {
    pub fn is<T>(&self) -> bool where T: Any {}
    pub fn downcast_ref<T>(&self) -> Option<&T> where T: Any {}
    pub fn downcast_mut<T>(&mut self) -> Option<&mut T> where T: Any {}
}

impl dyn Any + Sync + Send {
    pub fn is<T>(&self) -> bool where T: Any {}
    pub fn downcast_ref<T>(&self) -> Option<&T> where T: Any {}
    pub fn downcast_mut<T>(&mut self) -> Option<&mut T> where T: Any {}
}

impl Box<dyn Any> {
    pub fn downcast<T>(self) -> Result<Box<T>, Box<dyn Any>> where T: Any {}
}

impl Box<dyn Any + Send> {
    pub fn downcast<T>(self) -> Result<Box<T>, Box<dyn Any + Send>> where T: Any {}
}

impl Box<dyn Any + Sync + Send> {
    pub fn downcast<T>(self) -> Result<Box<T>, Box<dyn Any + Sync + Send>> where T: Any {}
}

pub struct TypeId {}

impl TypeId {
    pub fn of<T>() -> TypeId where T: 'static + ?Sized {}
}

impl Clone for TypeId {}
impl Copy for TypeId {}
impl Ord for TypeId {}
impl PartialEq for TypeId {}
impl PartialOrd for TypeId {}

pub fn type_name<T>() -> &'static str where T: ?Sized {}
pub fn type_name_of_val<T>(_val: &T) -> &'static str where T: ?Sized {}
