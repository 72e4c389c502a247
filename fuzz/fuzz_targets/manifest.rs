//! [`lookback_fuzz::manifest`], for cargo-fuzz.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    lookback_fuzz::manifest(data);
});
