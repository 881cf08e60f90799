//! `lettre`, version 0.11: sending, blocking and not.

pub struct Message {}

pub mod address {
    pub struct Envelope {}
}

pub trait Transport {
    type Ok;
    type Error;
    fn send(&self, message: &Message) -> Result<Self::Ok, Self::Error> {}
    fn send_raw(&self, envelope: &address::Envelope, email: &[u8]) -> Result<Self::Ok, Self::Error>;
    fn shutdown(&self) {}
}

pub trait AsyncTransport {
    type Ok;
    type Error;
    async fn send(&self, message: Message) -> Result<Self::Ok, Self::Error> {}
    async fn send_raw(&self, envelope: &address::Envelope, email: &[u8]) -> Result<Self::Ok, Self::Error>;
    async fn shutdown(&self) {}
}

pub struct Tokio1Executor;
pub struct AsyncStd1Executor;

pub use transport::smtp::{AsyncSmtpTransport, SmtpTransport};

pub mod transport {
    pub mod smtp {
        pub struct Error {}
        impl std::error::Error for Error {}

        pub mod response {
            pub struct Response {}
        }

        pub struct SmtpTransport {}

        impl SmtpTransport {
            pub fn relay(relay: &str) -> Result<SmtpTransportBuilder, Error> {}
            pub fn starttls_relay(relay: &str) -> Result<SmtpTransportBuilder, Error> {}
            pub fn unencrypted_localhost() -> SmtpTransport {}
            pub fn builder_dangerous<T: Into<String>>(server: T) -> SmtpTransportBuilder {}
            pub fn from_url(connection_url: &str) -> Result<SmtpTransportBuilder, Error> {}
            pub fn test_connection(&self) -> Result<bool, Error> {}
        }

        impl crate::Transport for SmtpTransport {
            type Ok = response::Response;
            type Error = Error;
            fn send_raw(&self, envelope: &crate::address::Envelope, email: &[u8]) -> Result<Self::Ok, Self::Error> {}
        }

        pub struct SmtpTransportBuilder {}

        impl SmtpTransportBuilder {
            pub fn timeout(self, timeout: Option<std::time::Duration>) -> Self {}
            pub fn port(self, port: u16) -> Self {}
            pub fn build(self) -> SmtpTransport {}
        }

        pub struct AsyncSmtpTransport<E> {}

        impl<E> crate::AsyncTransport for AsyncSmtpTransport<E> {
            type Ok = response::Response;
            type Error = Error;
            async fn send_raw(&self, envelope: &crate::address::Envelope, email: &[u8]) -> Result<Self::Ok, Self::Error> {}
        }
    }
}
