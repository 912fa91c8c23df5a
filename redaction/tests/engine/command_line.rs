//! The command line, from file to file.

use std::path::PathBuf;
use std::process::{Command, Output};

use crate::common::page;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("candour-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_candour-redact")).args(args).output().unwrap()
}

#[test]
fn a_letter_is_redacted_reported_and_verified() {
    let folder = Folder::new("letter");
    let [source, output] = ["in.pdf", "out.pdf"].map(|n| folder.file(n));
    let [report, sheet] = ["report.json", "report.html"].map(|n| folder.file(n));
    let letter = "BT /F1 12 Tf 20 100 Td (Dear Amara Okafor, hello) Tj ET";
    std::fs::write(&source, page(letter, "")).unwrap();

    let term = ["--term", "amara okafor"];
    let accounts = ["--report", &report, "--page", &sheet];
    let done = run(&[&["redact", &source, "-o", &output], &term[..], &accounts].concat());

    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(said.starts_with("Term 1: removed 1 time, on page 1.\n"), "{said}");
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&report).unwrap()).unwrap();
    assert_eq!(report["terms"][0]["occurrences"], 1);
    assert!(report["proof"]["checks"].as_array().is_some_and(|c| c.len() > 8));
    let sheet = std::fs::read_to_string(&sheet).unwrap();
    assert!(sheet.contains("<p>Proved: readers") && !sheet.to_lowercase().contains("okafor"));
    let verified = run(&["verify", &source, &output, "--term", "amara okafor"]);
    assert_eq!(verified.status.code(), Some(0));
    let refuted = run(&["verify", &source, &source, "--term", "amara okafor"]);
    assert_eq!(refuted.status.code(), Some(3));
}

#[test]
fn what_cannot_be_done_has_its_own_exit_code() {
    let folder = Folder::new("codes");
    let [source, output, missing] = ["in.pdf", "out.pdf", "none.pdf"].map(|n| folder.file(n));
    std::fs::write(&source, b"Dear Sir").unwrap();

    let code = |args: &[&str]| run(args).status.code();

    assert_eq!(code(&["redact", &source, "--term", "Sir", "-o", &output]), Some(3));
    assert_eq!(code(&["redact", &source, "-o", &output]), Some(2));
    assert_eq!(code(&["redact", &source]), Some(2));
    assert_eq!(code(&["redact", &missing, "--term", "Sir", "-o", &output]), Some(1));
    assert_eq!(code(&["--help"]), Some(0));
    assert!(!PathBuf::from(&output).exists());
}
