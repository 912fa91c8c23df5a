#![no_main]

use candour_redaction::read::Reading;
use candour_redaction_fuzz::{limits, page};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(reading) = Reading::open(page(data, b"<< >>", b""), None, &limits()) {
        let _ = reading.words(0);
    }
});
