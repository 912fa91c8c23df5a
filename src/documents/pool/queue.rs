//! Who does what next. Two lanes: somebody waits for what is [`Lane::Now`], nobody for the rest.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::task::Task;
use crate::documents::problem::DocumentProblem;
use crate::vault::Fingerprint;

/// How urgent a piece of work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// A person looks at an empty page meanwhile.
    Now,
    /// Imports, packs, drawing ahead.
    Later,
}

/// More people than this do not wait at the same time; the next is told to come back.
const MOST_WAITING: usize = 512;
/// After so many pieces of urgent work in a row, one of the others has its turn.
const URGENT_IN_A_ROW: u32 = 16;
/// How far a keeper looks for work on a document that it has open.
const LOOK_AHEAD: usize = 32;

pub(super) struct Queue {
    state: Mutex<State>,
    keepers: Vec<Notify>,
}

struct State {
    now: VecDeque<Task>,
    later: VecDeque<Task>,
    keepers: Vec<Keeper>,
    urgent_in_a_row: u32,
    closed: bool,
}

#[derive(Default)]
struct Keeper {
    idle: bool,
    busy_with_later: bool,
    open: HashSet<Fingerprint>,
}

impl Queue {
    pub(super) fn new(keepers: usize) -> Arc<Self> {
        let state = State {
            now: VecDeque::new(),
            later: VecDeque::new(),
            keepers: (0..keepers).map(|_| Keeper::default()).collect(),
            urgent_in_a_row: 0,
            closed: false,
        };
        let notes = (0..keepers).map(|_| Notify::new()).collect();
        Arc::new(Self { state: Mutex::new(state), keepers: notes })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing in here panics half-way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, task: Task) -> Result<(), DocumentProblem> {
        let mut state = self.state();
        if state.closed {
            return Err(DocumentProblem::Stopped);
        }
        let file = task.file();
        match task.lane {
            Lane::Now if state.now.len() >= MOST_WAITING => return Err(DocumentProblem::Busy),
            Lane::Now => state.now.push_back(task),
            Lane::Later => state.later.push_back(task),
        }
        // Best the one that has the document open; else the one with the least to lose.
        let idle = state.keepers.iter().enumerate().filter(|(_, keeper)| keeper.idle);
        let best = idle.min_by_key(|(_, keeper)| {
            (!file.is_some_and(|file| keeper.open.contains(&file)), keeper.open.len())
        });
        if let Some((chosen, _)) = best {
            state.keepers[chosen].idle = false;
            self.keepers[chosen].notify_one();
        }
        Ok(())
    }

    /// The next piece of work for keeper `me`, or `None` when the pool closes.
    pub(super) async fn next(&self, me: usize) -> Option<Task> {
        loop {
            {
                let mut state = self.state();
                if state.closed {
                    return None;
                }
                state.keepers[me].busy_with_later = false;
                if let Some(task) = state.choose(me) {
                    state.keepers[me].idle = false;
                    state.keepers[me].busy_with_later = task.lane == Lane::Later;
                    return Some(task);
                }
                state.keepers[me].idle = true;
            }
            self.keepers[me].notified().await;
        }
    }

    pub(super) fn opened(&self, me: usize, file: Fingerprint) {
        self.state().keepers[me].open.insert(file);
    }

    pub(super) fn put_back(&self, me: usize, files: &[Fingerprint]) {
        let open = &mut self.state().keepers[me].open;
        open.retain(|file| !files.contains(file));
    }

    pub(super) fn lost_all(&self, me: usize) {
        self.state().keepers[me].open.clear();
    }

    pub(super) fn has_open(&self, me: usize, file: &Fingerprint) -> bool {
        self.state().keepers[me].open.contains(file)
    }

    /// Everything that waits is told so.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.now.clear();
        state.later.clear();
        for keeper in &self.keepers {
            keeper.notify_one();
        }
    }
}

impl State {
    fn choose(&mut self, me: usize) -> Option<Task> {
        for lane in [&mut self.now, &mut self.later] {
            lane.retain(|task| !task.is_given_up());
        }
        // One keeper stays free for those who wait, where there is more than one.
        let at_later = self.keepers.iter().filter(|keeper| keeper.busy_with_later).count();
        let may_do_later = at_later == 0 || at_later + 1 < self.keepers.len();
        let turn_of_later = self.urgent_in_a_row >= URGENT_IN_A_ROW || self.now.is_empty();
        if may_do_later && turn_of_later && !self.later.is_empty() {
            self.urgent_in_a_row = 0;
            return take(&mut self.later, &self.keepers[me].open);
        }
        if !self.later.is_empty() {
            self.urgent_in_a_row = self.urgent_in_a_row.saturating_add(1);
        }
        take(&mut self.now, &self.keepers[me].open)
    }
}

fn take(lane: &mut VecDeque<Task>, open: &HashSet<Fingerprint>) -> Option<Task> {
    let ours = |task: &Task| task.file().is_some_and(|file| open.contains(&file));
    let at = lane.iter().take(LOOK_AHEAD).position(ours).unwrap_or(0);
    lane.remove(at)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::Duration;

    use tokio::sync::mpsc;

    use super::super::Doc;
    use super::super::task::{Answered, Budget};
    use super::*;
    use crate::documents::wire::Ask;

    /// Work on a document of that name; given up when the other half is dropped.
    fn work(lane: Lane, name: &str) -> (Task, mpsc::Receiver<Answered>) {
        let (answers, receiver) = mpsc::channel(1);
        let doc = Doc::held(name.to_owned());
        let ask = Ask::Pages { file: doc.file };
        let (cpu, wall) = (Duration::ZERO, Duration::ZERO);
        let budget = Budget { cpu, wall, body: 0 };
        let task = Task { lane, doc: Some(doc), ask, body: bytes::Bytes::new(), budget, answers };
        (task, receiver)
    }

    fn state(keepers: usize) -> State {
        State {
            now: VecDeque::new(),
            later: VecDeque::new(),
            keepers: (0..keepers).map(|_| Keeper::default()).collect(),
            urgent_in_a_row: 0,
            closed: false,
        }
    }

    fn name(task: Option<Task>) -> Option<Fingerprint> {
        task.and_then(|task| task.file())
    }

    #[test]
    fn whoever_waits_comes_before_what_nobody_waits_for() {
        let mut state = state(2);
        let (later, _import) = work(Lane::Later, "import");
        let (now, _person) = work(Lane::Now, "person");
        state.later.push_back(later);
        state.now.push_back(now);

        assert_eq!(name(state.choose(0)), Some(Fingerprint::of(b"person")));
        assert_eq!(name(state.choose(0)), Some(Fingerprint::of(b"import")));
    }

    #[test]
    fn an_import_has_its_turn_however_many_wait() {
        let mut state = state(2);
        let mut held = Vec::new();
        let (later, import) = work(Lane::Later, "import");
        state.later.push_back(later);
        held.push(import);
        for _ in 0..100 {
            let (now, person) = work(Lane::Now, "person");
            state.now.push_back(now);
            held.push(person);
        }

        let turn = (0..).position(|_| name(state.choose(0)) == Some(Fingerprint::of(b"import")));

        assert_eq!(turn, Some(URGENT_IN_A_ROW as usize));
    }

    #[test]
    fn one_keeper_stays_free_of_imports() {
        let mut state = state(2);
        let (one, _first) = work(Lane::Later, "one");
        let (two, _second) = work(Lane::Later, "two");
        state.later.extend([one, two]);
        assert!(state.choose(0).is_some());
        state.keepers[0].busy_with_later = true;

        assert!(state.choose(1).is_none());
    }

    #[test]
    fn a_keeper_alone_does_both() {
        let mut state = state(1);
        let (later, _import) = work(Lane::Later, "import");
        state.later.push_back(later);

        assert!(state.choose(0).is_some());
    }

    #[test]
    fn a_keeper_takes_first_what_it_has_open() {
        let mut state = state(2);
        let (other, _a) = work(Lane::Now, "other");
        let (mine, _b) = work(Lane::Now, "mine");
        state.now.extend([other, mine]);
        state.keepers[0].open.insert(Fingerprint::of(b"mine"));

        assert_eq!(name(state.choose(0)), Some(Fingerprint::of(b"mine")));
    }

    #[test]
    fn what_nobody_waits_for_any_more_is_not_done() {
        let mut state = state(1);
        let (left, person) = work(Lane::Now, "left");
        state.now.push_back(left);
        drop(person);

        assert!(state.choose(0).is_none());
    }

    #[tokio::test]
    async fn work_goes_to_the_idle_keeper_that_has_the_document_open() {
        let queue = Queue::new(2);
        queue.opened(1, Fingerprint::of(b"mine"));
        queue.state().keepers.iter_mut().for_each(|keeper| keeper.idle = true);
        let (mine, _receiver) = work(Lane::Now, "mine");

        queue.add(mine).unwrap();

        let waking = tokio::time::timeout(Duration::from_millis(50), queue.keepers[1].notified());
        assert!(waking.await.is_ok());
        assert!(queue.next(1).await.is_some());
    }

    #[test]
    fn too_many_who_wait_are_told_to_come_back() {
        let queue = Queue::new(1);
        let mut held = Vec::new();
        for _ in 0..MOST_WAITING {
            let (task, receiver) = work(Lane::Now, "person");
            queue.add(task).unwrap();
            held.push(receiver);
        }

        let (task, _receiver) = work(Lane::Now, "one more");

        assert!(matches!(queue.add(task), Err(DocumentProblem::Busy)));
    }
}
