//! `embedded-hal`: the delays of version 1.0, and those of 0.2.

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

pub mod blocking {
    pub mod delay {
        pub trait DelayMs<UXX> {
            fn delay_ms(&mut self, ms: UXX);
        }

        pub trait DelayUs<UXX> {
            fn delay_us(&mut self, us: UXX);
        }
    }
}
