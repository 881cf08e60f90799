//! `tokio::signal`.

use std::io;

pub async fn ctrl_c() -> io::Result<()> {}

pub mod unix {
    pub struct Signal {}
    impl Signal {
        pub async fn recv(&mut self) -> Option<()> {}
    }
    pub struct SignalKind(i32);
    impl SignalKind {
        pub const fn interrupt() -> Self {}
        pub const fn terminate() -> Self {}
        pub const fn hangup() -> Self {}
        pub const fn child() -> Self {}
        pub const fn user_defined1() -> Self {}
    }
    pub fn signal(kind: SignalKind) -> std::io::Result<Signal> {}
}
