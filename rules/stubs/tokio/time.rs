//! `tokio::time`.

use std::future::Future;
pub use std::time::Duration;

pub fn sleep(duration: Duration) -> Sleep {}
pub fn sleep_until(deadline: Instant) -> Sleep {}
pub fn interval(period: Duration) -> Interval {}
pub fn interval_at(start: Instant, period: Duration) -> Interval {}
pub fn timeout<F: Future>(duration: Duration, future: F) -> Timeout<F> {}
pub fn timeout_at<F: Future>(deadline: Instant, future: F) -> Timeout<F> {}
pub fn pause() {}
pub fn resume() {}
pub async fn advance(duration: Duration) {}

pub struct Sleep {}
impl Sleep {
    pub fn deadline(&self) -> Instant {}
    pub fn is_elapsed(&self) -> bool {}
}
impl Future for Sleep { type Output = (); }

pub struct Timeout<T> {}
impl<T: Future> Future for Timeout<T> { type Output = Result<T::Output, error::Elapsed>; }

pub struct Interval {}
impl Interval {
    pub async fn tick(&mut self) -> Instant {}
    pub fn reset(&mut self) {}
    pub fn set_missed_tick_behavior(&mut self, behavior: MissedTickBehavior) {}
}
pub enum MissedTickBehavior { Burst, Delay, Skip }

pub struct Instant {}
impl Instant {
    pub fn now() -> Instant {}
    pub fn from_std(std: std::time::Instant) -> Instant {}
    pub fn into_std(self) -> std::time::Instant {}
    pub fn elapsed(&self) -> Duration {}
    pub fn duration_since(&self, earlier: Instant) -> Duration {}
}
impl std::ops::Add<Duration> for Instant { type Output = Instant; }

pub mod error {
    pub struct Elapsed(());
    impl std::error::Error for Elapsed {}
    impl From<Elapsed> for std::io::Error {}
}
