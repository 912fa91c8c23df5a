//! Real files, and the same files damaged: each ends in an answer. `CANDOUR_CORPUS` names a
//! folder of PDFs; without it there is nothing to read.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use candour::documents::{Doc, DocumentProblem};

use super::{Desk, bombs};

fn pdfs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            pdfs(&path, found);
        } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf")) {
            found.push(path);
        }
    }
}

/// The file as it is, with bytes changed, or cut off, as `turn` says; the same every time.
fn damaged(file: &[u8], turn: usize) -> Vec<u8> {
    let mut bytes = file.to_vec();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64 ^ (file.len() as u64).wrapping_mul(turn as u64 + 1);
    let mut random = |most: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % most.max(1) as u64).unwrap()
    };
    match turn % 3 {
        0 => {}
        1 => {
            for _ in 0..20 {
                let at = random(bytes.len());
                bytes[at] ^= 1 << random(8);
            }
        }
        _ => bytes.truncate(random(file.len())),
    }
    bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_file_ends_in_an_answer_and_so_does_every_damaged_one() {
    let Ok(folder) = std::env::var("CANDOUR_CORPUS") else { return };
    let mut files = Vec::new();
    pdfs(Path::new(&folder), &mut files);
    files.sort();
    assert!(!files.is_empty(), "{folder} holds no PDF");
    let desk = Desk::with(|config| {
        config.page_time = Duration::from_secs(20);
        config.file_time = Duration::from_secs(20);
    });
    let wrong = Mutex::new(Vec::new());
    let (mut asked, mut drawn) = (0, 0);

    for (number, path) in files.iter().enumerate() {
        let file = std::fs::read(path).unwrap();
        // Each file in one of three ways, and over the files all of them.
        for turn in [0, 1 + number % 2] {
            let began = Instant::now();
            let answer = desk.pool.draw(Doc::held(damaged(&file, turn)), 0, 600).await;
            asked += 1;
            drawn += usize::from(answer.is_ok());
            if let Err(problem) = answer {
                let telling = problem.is_the_document_s() && problem.to_string().len() > 20;
                let died = matches!(problem, DocumentProblem::Died);
                if died {
                    println!("{}, way {turn}: {problem}", path.display());
                }
                if !telling {
                    wrong.lock().unwrap().push(format!("{}: {problem}", path.display()));
                }
            }
            if began.elapsed() > Duration::from_secs(75) {
                wrong.lock().unwrap().push(format!("{}: too late", path.display()));
            }
        }
    }

    println!("{asked} asked, {drawn} drawn");
    assert_eq!(wrong.into_inner().unwrap(), Vec::<String>::new());
    let good = Doc::held(bombs::pages(&[&bombs::words("afterwards")]));
    assert!(desk.pool.draw(good, 0, 100).await.is_ok());
}
