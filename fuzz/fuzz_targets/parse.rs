//! [`lookback_fuzz::parse`], for cargo-fuzz.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lookback_fuzz::parse(data);
});
