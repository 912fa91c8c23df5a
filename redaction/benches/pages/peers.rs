//! Public tools, as far as they are installed here.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::machine::cpu_of_children;
use super::material::Case;

/// What only reads a file and writes it anew: a floor for anything that does more.
pub const REWRITERS: [(&str, &[&str]); 2] = [
    ("qpdf: rewrite only", &["qpdf", "--warning-exit-0", "--object-streams=generate", "IN", "OUT"]),
    ("mutool: rewrite and clean only", &["mutool", "clean", "-ggggz", "IN", "OUT"]),
];

/// As the library's own recipe does it: marks and search hits, apply, scrub, rewrite. Reads a
/// job a line, and answers with its milliseconds.
const PYMUPDF: &str = "
import json, sys, time
import pymupdf
pymupdf.TOOLS.mupdf_display_errors(False)
for line in sys.stdin:
    job = json.loads(line)
    start = time.process_time()
    try:
        doc = pymupdf.open(job['in'])
        for page in doc:
            if page.number == 0:
                page.add_redact_annot(pymupdf.Rect(job['rect']) * page.transformation_matrix)
            for quad in page.search_for(job['term'], quads=True):
                page.add_redact_annot(quad)
            page.apply_redactions(images=pymupdf.PDF_REDACT_IMAGE_PIXELS)
        doc.scrub()
        doc.save(job['out'], garbage=4, deflate=True)
        print(1000 * (time.process_time() - start), flush=True)
    except Exception:
        print('nan', flush=True)
";

/// Milliseconds a page of each case; `None` where the library is not installed.
pub fn pymupdf(cases: &[Case]) -> Option<Vec<Option<f64>>> {
    let python = std::env::var("CANDOUR_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let room = Room::new();
    let mut child = Command::new(python)
        .args(["-c", PYMUPDF])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut jobs = String::new();
    for case in cases {
        let bounds = case.plan.marks.first()?.quads.first()?.bounds();
        let job = serde_json::json!({
            "in": room.source(case), "out": room.output(),
            "rect": [bounds.x0, bounds.y0, bounds.x1, bounds.y1],
            "term": case.plan.terms.first()?.text,
        });
        jobs.push_str(&format!("{job}\n"));
    }
    let mut input = child.stdin.take()?;
    let writing = std::thread::spawn(move || input.write_all(jobs.as_bytes()));
    let said = child.wait_with_output().ok()?;
    writing.join().ok()?.ok()?;
    let times = String::from_utf8_lossy(&said.stdout);
    let times: Vec<f64> = times.lines().filter_map(|l| l.parse().ok()).collect();
    let a_page = |(case, ms): (&Case, &f64)| ms.is_finite().then(|| ms / case.pages as f64);
    (times.len() == cases.len()).then(|| cases.iter().zip(&times).map(a_page).collect())
}

/// Mean milliseconds a page of a program called once a file; `None` where it is not installed.
pub fn rewrite(command: &[&str], cases: &[Case]) -> Option<f64> {
    let room = Room::new();
    let (program, args) = command.split_first()?;
    let mut pages = 0;
    let before = cpu_of_children()?;
    for case in cases {
        let (source, output) = (room.source(case), room.output());
        let args = args.iter().map(|arg| match *arg {
            "IN" => source.clone(),
            "OUT" => output.clone(),
            word => PathBuf::from(word),
        });
        let mut call = Command::new(program);
        let done = call.args(args).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
        pages += if done.success() { case.pages } else { 0 };
    }
    let spent = cpu_of_children()? - before;
    (pages > 0).then(|| spent.as_secs_f64() * 1000.0 / pages as f64)
}

/// A folder for files that others are to read, gone with the value.
struct Room(PathBuf);

impl Room {
    fn new() -> Self {
        let room = std::env::temp_dir().join(format!("candour-bench-{}", std::process::id()));
        std::fs::create_dir_all(&room).unwrap();
        Self(room)
    }

    fn source(&self, case: &Case) -> PathBuf {
        let write = || {
            let path = self.0.join(format!("{:p}.pdf", case.source.as_ptr()));
            std::fs::write(&path, &case.source).unwrap();
            path
        };
        case.path.as_deref().map(Path::to_path_buf).unwrap_or_else(write)
    }

    fn output(&self) -> PathBuf {
        self.0.join("out.pdf")
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}
