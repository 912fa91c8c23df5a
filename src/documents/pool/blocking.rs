//! The same for threads that may wait, such as those of jobs.

use std::sync::mpsc;

use super::Pool;
use crate::documents::problem::DocumentProblem;

impl Pool {
    /// Waits for something asked of this pool:
    /// `pool.wait(|pool| async move { pool.pages(file).await })`.
    ///
    /// # Errors
    /// As what was asked.
    pub fn wait<T, F>(&self, work: impl FnOnce(Pool) -> F) -> Result<T, DocumentProblem>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, DocumentProblem>> + Send + 'static,
    {
        // Not `block_on`: that panics where another runtime's thread calls it.
        let (sender, receiver) = mpsc::sync_channel(1);
        let work = work(self.clone());
        self.runtime().spawn(async move {
            let _ = sender.send(work.await);
        });
        receiver.recv().unwrap_or(Err(DocumentProblem::Stopped))
    }
}
