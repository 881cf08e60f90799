//! `std::os::unix::thread`.

use crate::os::unix::raw::pthread_t;

pub type RawPthread = pthread_t;

pub trait JoinHandleExt {
    fn as_pthread_t(&self) -> RawPthread;
    fn into_pthread_t(self) -> RawPthread;
}
