//! One worker process, as the service sees it.

use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use rlimit::Resource;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child as Process, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use super::task::Budget;
use crate::documents::problem::DocumentProblem;
use crate::documents::wire::{self, Answer, Ask, Hello, Lengths, Shut};

/// Starting, opening the sandbox and answering takes milliseconds.
const START: Duration = Duration::from_secs(20);
/// The kernel counts in hundredths of a second (`USER_HZ`, proc(5)).
const TICKS_A_SECOND: u64 = 100;
const LAST_WORDS: usize = 4096;

pub(super) struct Child {
    process: Process,
    id: i32,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
    last_words: Arc<Mutex<Vec<u8>>>,
}

impl Child {
    pub(super) async fn start(
        program: &Path,
        hello: &Hello,
    ) -> Result<(Self, Shut), DocumentProblem> {
        let failed = |why: String| DocumentProblem::NotStarted(why);
        let mut process = Command::new(program)
            .arg("document-worker")
            .env_clear()
            // Arenas of an allocator count as memory long before they are used: ours (by
            // its own name, in KiB), and the C library's.
            .env("MIMALLOC_ARENA_RESERVE", "65536")
            .env("MALLOC_ARENA_MAX", "1")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| failed(e.to_string()))?;
        let id = process.id().and_then(|id| i32::try_from(id).ok());
        let pipes = (id, process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (Some(id), Some(asks), Some(answers), Some(errors)) = pipes else {
            return Err(failed("it ended at once".to_owned()));
        };
        let last_words = Arc::new(Mutex::new(Vec::new()));
        tokio::spawn(listen(errors, Arc::clone(&last_words)));
        let answers = BufReader::with_capacity(64 << 10, answers);
        let mut child = Self { process, id, asks, answers, last_words };
        child.send(hello, &[]).await.map_err(|e| failed(e.to_string()))?;
        match timeout(START, child.receive(0)).await {
            Ok(Ok((Answer::Ready(shut), _))) => Ok((child, shut)),
            Ok(Ok(_)) => Err(failed("it does not speak our language".to_owned())),
            Ok(Err(_)) => Err(failed(child.words())),
            Err(_) => Err(failed("it did not answer".to_owned())),
        }
    }

    /// Whether it still runs; the kernel may have ended it while nobody asked anything.
    pub(super) fn runs(&mut self) -> bool {
        matches!(self.process.try_wait(), Ok(None))
    }

    /// Sends a question; its answers are then to be taken with [`Child::answer`].
    pub(super) async fn ask(
        &mut self,
        ask: &Ask,
        body: &[u8],
        budget: &Budget,
    ) -> Result<(), DocumentProblem> {
        self.allow(budget.cpu);
        match timeout(budget.wall, self.send(ask, body)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(self.why_it_died().await),
            Err(_) => Err(DocumentProblem::TooSlow),
        }
    }

    pub(super) async fn answer(
        &mut self,
        budget: &Budget,
    ) -> Result<(Answer, Bytes), DocumentProblem> {
        match timeout(budget.wall, self.receive(budget.body)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(Failed::TooMuch)) => Err(DocumentProblem::TooBig),
            Ok(Err(Failed::Gone)) => Err(self.why_it_died().await),
            Err(_) => Err(DocumentProblem::TooSlow),
        }
    }

    pub(super) async fn end(mut self) {
        let _ = self.process.kill().await;
    }

    /// Bytes of memory in use.
    pub(super) fn resident(&self) -> u64 {
        let statm = std::fs::read_to_string(format!("/proc/{}/statm", self.id)).unwrap_or_default();
        statm.split(' ').nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) * 4096
    }

    /// Lets the process use `more` processor time from here; past it the kernel ends it.
    fn allow(&self, more: Duration) {
        let used = self.cpu_seconds().unwrap_or(0);
        let most = used + more.as_secs().max(1) + 1;
        let _ = rlimit::prlimit(self.id, Resource::CPU, Some((most, rlimit::INFINITY)), None);
    }

    fn cpu_seconds(&self) -> Option<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id)).ok()?;
        // The name, in brackets, may hold anything.
        let (_, fields) = stat.rsplit_once(')')?;
        let mut fields = fields.split_whitespace().skip(11);
        let (user, kernel) =
            (fields.next()?.parse::<u64>().ok()?, fields.next()?.parse::<u64>().ok()?);
        Some((user + kernel).div_ceil(TICKS_A_SECOND))
    }

    async fn send(&mut self, message: &impl serde::Serialize, body: &[u8]) -> std::io::Result<()> {
        self.asks.write_all(&wire::head(message, body.len())?).await?;
        self.asks.write_all(body).await?;
        self.asks.flush().await
    }

    async fn receive(&mut self, most_body: u64) -> Result<(Answer, Bytes), Failed> {
        let mut lengths = [0; Lengths::BYTES];
        self.answers.read_exact(&mut lengths).await.map_err(|_| Failed::Gone)?;
        let lengths = Lengths::read(lengths);
        if !lengths.within(most_body) {
            return Err(Failed::TooMuch);
        }
        let head = read(&mut self.answers, u64::from(lengths.head)).await?;
        let body = read(&mut self.answers, lengths.body).await?;
        let answer = serde_json::from_slice(&head).map_err(|_| Failed::Gone)?;
        Ok((answer, body.into()))
    }

    async fn why_it_died(&mut self) -> DocumentProblem {
        use std::os::unix::process::ExitStatusExt;
        let ended = timeout(Duration::from_secs(5), self.process.wait()).await;
        let signal = ended.ok().and_then(Result::ok).and_then(|status| status.signal());
        let words = self.words();
        tracing::warn!(signal, words, "a document worker ended");
        match signal {
            Some(libc::SIGXCPU) => DocumentProblem::TooSlow,
            // The kernel ends what takes the machine's last memory.
            Some(libc::SIGKILL) => DocumentProblem::TooBig,
            _ if words.contains("memory allocation") => DocumentProblem::TooBig,
            _ => DocumentProblem::Died,
        }
    }

    /// What the process said on its standard error: where it broke, never what it read.
    fn words(&self) -> String {
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&words).trim().to_owned()
    }
}

enum Failed {
    /// The process has ended, or says what makes no sense.
    Gone,
    TooMuch,
}

/// Grows as bytes arrive, not as a length promises.
async fn read(from: &mut (impl AsyncRead + Unpin), length: u64) -> Result<Vec<u8>, Failed> {
    let mut bytes = Vec::new();
    let read = from.take(length).read_to_end(&mut bytes).await.map_err(|_| Failed::Gone)?;
    if read as u64 == length { Ok(bytes) } else { Err(Failed::Gone) }
}

async fn listen(mut errors: ChildStderr, to: Arc<Mutex<Vec<u8>>>) {
    let mut piece = [0; 512];
    while let Ok(read @ 1..) = errors.read(&mut piece).await {
        let mut words = to.lock().unwrap_or_else(PoisonError::into_inner);
        words.extend_from_slice(&piece[..read]);
        let over = words.len().saturating_sub(LAST_WORDS);
        words.drain(..over);
    }
}
