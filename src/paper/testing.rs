#![allow(clippy::unwrap_used, clippy::panic)]

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

static FILES: AtomicUsize = AtomicUsize::new(0);

/// What a tool of the field says about a file; `None` where the tool is not installed.
pub(super) fn asked(command: &str, pdf: &[u8]) -> Option<String> {
    let count = FILES.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("candour-{}-{count}.pdf", std::process::id()));
    std::fs::write(&path, pdf).unwrap();
    let mut words = command.split(' ');
    let output = Command::new(words.next().unwrap())
        .args(words.map(|word| if word == "FILE" { path.as_os_str() } else { word.as_ref() }))
        .output();
    std::fs::remove_file(&path).unwrap();
    let output = output.ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{command}: {said}{errors}");
    Some(said)
}
