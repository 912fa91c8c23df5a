//! How the worker shuts itself in, before it has seen a byte of any document.
//!
//! What this machine's kernel does not know is left out and named; the service decides whether
//! that will do.

use std::collections::BTreeMap;

use landlock::{ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible};
use landlock::{Ruleset, RulesetAttr, RulesetStatus, Scope};
use rlimit::Resource;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

use super::super::wire::Shut;

/// How far whoever waits for a page of the service goes before whoever works on documents.
const POLITE: i32 = 5;

pub(super) fn shut_in(memory_bytes: u64) -> Shut {
    let mut shut = Shut::default();
    // Where the machine grants no courtesy, work goes on as before.
    let _ = rustix::process::nice(POLITE);
    match limits(memory_bytes) {
        Ok(()) => shut.limits = true,
        Err(why) => shut.missing.push(format!("limits: {why}")),
    }
    match no_files() {
        Ok(()) => shut.files = true,
        Err(why) => shut.missing.push(format!("Landlock: {why}")),
    }
    match few_calls() {
        Ok(()) => shut.calls = true,
        Err(why) => shut.missing.push(format!("seccomp: {why}")),
    }
    shut
}

fn limits(memory_bytes: u64) -> std::io::Result<()> {
    // The program itself is mapped already, and a debug build is large.
    let most = mapped_bytes()?.saturating_add(memory_bytes);
    for (resource, most) in [
        (Resource::AS, most),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::MEMLOCK, 0),
        (Resource::NOFILE, 16),
    ] {
        rlimit::setrlimit(resource, most, most)?;
    }
    Ok(())
}

fn mapped_bytes() -> std::io::Result<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm")?;
    let pages = pages.split(' ').next().and_then(|n| n.parse::<u64>().ok());
    Ok(pages.ok_or_else(|| std::io::Error::other("statm has no size"))? * 4096)
}

/// No file can be opened, changed or run, no port reached. What is open stays open.
fn no_files() -> Result<(), String> {
    let newest = ABI::V6;
    let ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(newest))
        .and_then(|r| r.handle_access(AccessNet::from_all(newest)))
        .and_then(|r| r.scope(Scope::from_all(newest)))
        .and_then(|r| r.create())
        .and_then(|r| r.restrict_self())
        .map_err(|e| e.to_string())?;
    match ruleset.ruleset {
        // Older kernels know files but not ports; those are shut by the calls below.
        RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced => Ok(()),
        RulesetStatus::NotEnforced => Err("the kernel does not offer it".to_owned()),
    }
}

/// Only what reading questions, answering, computing and ending need, and on no file but standard
/// input, output and error: whatever else was open when the service itself was started is out of
/// reach. The rest is refused, not fatal: libraries that ask for more take the refusal and go on.
fn few_calls() -> Result<(), String> {
    let arch = std::env::consts::ARCH.try_into().map_err(|e| format!("{e:?}"))?;
    let us = u64::from(std::process::id());
    let mut allowed: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    for call in [
        libc::SYS_close,
        libc::SYS_brk,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_futex,
        libc::SYS_sched_yield,
        libc::SYS_sched_getaffinity,
        libc::SYS_nanosleep,
        libc::SYS_clock_nanosleep,
        libc::SYS_clock_gettime,
        libc::SYS_gettimeofday,
        libc::SYS_getrandom,
        libc::SYS_getpid,
        libc::SYS_gettid,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sigaltstack,
        libc::SYS_set_robust_list,
        libc::SYS_restart_syscall,
        libc::SYS_exit,
        libc::SYS_exit_group,
    ] {
        allowed.insert(call, Vec::new());
    }
    for call in [libc::SYS_read, libc::SYS_readv] {
        allowed.insert(call, vec![when(&[(0, SeccompCmpOp::Eq, 0)])?]);
    }
    for call in [libc::SYS_write, libc::SYS_writev] {
        let to = |file| when(&[(0, SeccompCmpOp::Eq, file)]);
        allowed.insert(call, vec![to(1)?, to(2)?]);
    }
    // Memory, but none that can be run, and none that is a file.
    let exec = u64::from(libc::PROT_EXEC.unsigned_abs());
    let no_file = u64::from(libc::MAP_ANONYMOUS.unsigned_abs());
    let not_run = (2, SeccompCmpOp::MaskedEq(exec), 0);
    let not_file = (3, SeccompCmpOp::MaskedEq(no_file), no_file);
    allowed.insert(libc::SYS_mmap, vec![when(&[not_run.clone(), not_file])?]);
    allowed.insert(libc::SYS_mprotect, vec![when(&[not_run])?]);
    // Ending ourselves after a failed allocation, and nobody else.
    allowed.insert(libc::SYS_tgkill, vec![when(&[(0, SeccompCmpOp::Eq, us)])?]);
    allowed.insert(libc::SYS_kill, vec![when(&[(0, SeccompCmpOp::Eq, us)])?]);
    // Threads are answered "there is no such call", the one refusal after which the work is done
    // by the thread that asked (rayon, in lopdf). The second filter says so; the stricter wins.
    for call in THREADS {
        allowed.insert(call, Vec::new());
    }
    let refused = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let calls = SeccompFilter::new(allowed, refused, SeccompAction::Allow, arch);
    let unknown = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    let threads = THREADS.into_iter().map(|call| (call, Vec::new())).collect();
    let threads = SeccompFilter::new(threads, SeccompAction::Allow, unknown, arch);
    for filter in [threads, calls] {
        let program: BpfProgram = filter.and_then(TryInto::try_into).map_err(|e| e.to_string())?;
        // The second filter must still be let in by the first, so the stricter comes last.
        seccompiler::apply_filter_all_threads(&program).map_err(|e| e.to_string())?;
    }
    Ok(())
}

const THREADS: [i64; 2] = [libc::SYS_clone, libc::SYS_clone3];

/// A call with these arguments: their numbers, and what each must be.
fn when(arguments: &[(u8, SeccompCmpOp, u64)]) -> Result<SeccompRule, String> {
    arguments
        .iter()
        .map(|(argument, op, value)| {
            SeccompCondition::new(*argument, SeccompCmpArgLen::Qword, op.clone(), *value)
        })
        .collect::<Result<_, _>>()
        .and_then(SeccompRule::new)
        .map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const INSIDE: &str = "CANDOUR_TEST_INSIDE";

    /// Starts this very test in a process of its own, where it shuts itself in.
    #[test]
    fn whoever_is_shut_in_reaches_nothing() {
        if std::env::var_os(INSIDE).is_some() {
            return inside();
        }
        let name = "documents::worker::sandbox::tests::whoever_is_shut_in_reaches_nothing";
        let ended = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture", "--test-threads=1"])
            .env(INSIDE, "1")
            .output()
            .unwrap();

        let said = String::from_utf8_lossy(&ended.stdout);
        assert!(ended.status.success(), "{said}{}", String::from_utf8_lossy(&ended.stderr));
        assert!(said.contains("1 passed"), "{said}");
    }

    fn inside() {
        use std::io::ErrorKind::{PermissionDenied, Unsupported};
        let own = std::env::current_exe().unwrap();
        let parent = i32::try_from(std::os::unix::process::parent_id()).unwrap();
        let open_before = std::fs::File::open(&own).unwrap();
        let folder = std::env::temp_dir().join(format!("shut-in-{}", std::process::id()));

        let shut = shut_in(256 << 20);

        assert!(shut.is_whole(), "{shut:?}");
        let kind = |e: std::io::Error| e.kind();
        assert_eq!(std::fs::read(&own).map_err(kind), Err(PermissionDenied));
        assert_eq!(std::fs::read_dir("/").map(|_| ()).map_err(kind), Err(PermissionDenied));
        assert_eq!(std::fs::write(&folder, b"").map_err(kind), Err(PermissionDenied));
        assert_eq!(std::fs::remove_file(&own).map_err(kind), Err(PermissionDenied));
        let mut byte = [0];
        let left_open = std::io::Read::read(&mut &open_before, &mut byte);
        assert_eq!(left_open.map_err(kind), Err(PermissionDenied), "a file that was open before");
        let listening = std::net::TcpListener::bind("127.0.0.1:0").map(|_| ());
        assert_eq!(listening.map_err(kind), Err(PermissionDenied));
        let sending = std::net::UdpSocket::bind("127.0.0.1:0").map(|_| ());
        assert_eq!(sending.map_err(kind), Err(PermissionDenied));
        let calling = std::os::unix::net::UnixStream::connect("/run/x").map(|_| ());
        assert_eq!(calling.map_err(kind), Err(PermissionDenied));
        assert!(std::process::Command::new("/bin/true").status().is_err());
        let thread = std::thread::Builder::new().spawn(|| {}).map(|_| ());
        assert_eq!(thread.map_err(kind), Err(Unsupported));
        let mut memory: Vec<u8> = Vec::new();
        assert!(memory.try_reserve_exact(8 << 30).is_err());
        assert!(memory.try_reserve_exact(16 << 20).is_ok());
        assert!(rlimit::setrlimit(Resource::AS, rlimit::INFINITY, rlimit::INFINITY).is_err());
        assert!(rlimit::prlimit(parent, Resource::CPU, Some((1, 1)), None).is_err());
    }
}
