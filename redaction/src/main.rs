//! `candour-redact`: the engine from a shell.

fn main() {
    std::process::exit(candour_redaction::cli::main(std::env::args_os().skip(1)));
}
