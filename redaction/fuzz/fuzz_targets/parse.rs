#![no_main]

use candour_redaction::read::Reading;
use candour_redaction_fuzz::limits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(reading) = Reading::open(data.to_vec(), None, &limits()) {
        for page in 0..reading.pages().min(3) {
            let _ = reading.words(page);
            let _ = reading.warnings(page);
        }
    }
});
