//! `embedded-hal`, version 1.0: delays.

pub mod delay {
    pub trait DelayNs {
        fn delay_ns(&mut self, ns: u32);
        fn delay_us(&mut self, us: u32) {}
        fn delay_ms(&mut self, ms: u32) {}
    }

    impl<T: DelayNs> DelayNs for &mut T {
        fn delay_ns(&mut self, ns: u32) {}
    }
}
