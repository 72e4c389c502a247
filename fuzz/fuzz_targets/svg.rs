//! [`lookback_fuzz::svg`], for cargo-fuzz.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lookback_fuzz::svg(data);
});
