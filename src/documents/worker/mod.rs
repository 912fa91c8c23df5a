//! The process that parses, draws and redacts: `candour document-worker`. It reads what is asked
//! on its standard input, answers on its standard output, and can do nothing else.

mod answer;
mod letters;
mod sandbox;
mod shelf;
mod unpack;

use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;

use super::wire::{self, Answer, Ask, Hello};
use shelf::Shelf;

/// Readers of others recurse; a document nested too deep must meet the limits first.
const STACK_BYTES: usize = 64 << 20;

/// Answers until the other side closes.
pub fn main() -> ExitCode {
    quiet_panics();
    let work = || match serve() {
        Ok(()) => ExitCode::SUCCESS,
        // The service has gone, or what it says makes no sense.
        Err(_) => ExitCode::FAILURE,
    };
    match std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work) {
        Ok(worker) => worker.join().unwrap_or(ExitCode::FAILURE),
        Err(_) => ExitCode::FAILURE,
    }
}

fn serve() -> io::Result<()> {
    let mut asks = io::stdin().lock();
    let mut answers = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    let Some((hello, _)) = wire::receive::<Hello>(&mut asks)? else { return Ok(()) };
    let shut = sandbox::shut_in(hello.memory_bytes);
    wire::send(&mut answers, &Answer::Ready(shut), &[])?;
    let mut shelf = Shelf::new(hello.shelf_bytes);
    answer_all(&mut asks, &mut answers, &mut shelf)
}

fn answer_all(asks: &mut impl Read, answers: &mut impl Write, shelf: &mut Shelf) -> io::Result<()> {
    while let Some((ask, body)) = wire::receive::<Ask>(asks)? {
        answer::answer(ask, body, shelf, answers)?;
    }
    Ok(())
}

/// A panic's own words may quote the document, and the service keeps what we say in its log.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            let _ = writeln!(io::stderr(), "panicked at {}:{}", place.file(), place.line());
        }
    }));
}
