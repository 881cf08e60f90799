#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| async_lint_fuzz::types(data));
