#![no_main]

use candour_redaction::redact;
use candour_redaction_fuzz::{limits, page, plan};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    // The first line is the image's dictionary, the rest its bytes.
    let cut = data.iter().position(|b| *b == b'\n').unwrap_or(0);
    let (dict, bytes) = data.split_at(cut);
    let source = page(b"q 200 0 0 100 20 20 cm /Im Do Q", dict, bytes);
    let _ = redact(&source, &plan(), &limits());
});
