#![no_main]

use candour_redaction::redact;
use candour_redaction_fuzz::{limits, plan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = redact(data, &plan(), &limits());
});
