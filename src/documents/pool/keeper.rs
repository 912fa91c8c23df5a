//! Keeps one worker: starts it, gives it work, ends it when it must be ended, starts it again.

use std::sync::Arc;

use super::child::Child;
use super::queue::Queue;
use super::task::{Answered, Task};
use super::{Doc, PoolConfig};
use crate::documents::problem::DocumentProblem;
use crate::documents::wire::{Answer, Ask, Hello};
use crate::vault::Vault;

pub(super) struct Keeper {
    pub(super) me: usize,
    pub(super) queue: Arc<Queue>,
    pub(super) config: Arc<PoolConfig>,
    pub(super) vault: Option<Vault>,
}

/// What is left to do after a piece of work.
enum After {
    Keep,
    /// It is broken, busy with what nobody waits for, or has grown too large.
    End,
}

impl Keeper {
    pub(super) async fn keep(self) {
        let mut child = None;
        while let Some(task) = self.queue.next(self.me).await {
            if task.is_given_up() {
                continue;
            }
            let after = match self.ready(&mut child).await {
                Ok(child) => self.work(child, &task).await,
                Err(problem) => {
                    let _ = task.answers.send(Err(problem)).await;
                    After::End
                }
            };
            match after {
                After::Keep => {}
                After::End => {
                    self.queue.lost_all(self.me);
                    if let Some(child) = child.take() {
                        child.end().await;
                    }
                }
            }
        }
        if let Some(child) = child {
            child.end().await;
        }
    }

    async fn ready<'a>(
        &self,
        child: &'a mut Option<Child>,
    ) -> Result<&'a mut Child, DocumentProblem> {
        if child.as_mut().is_some_and(|child| !child.runs()) {
            *child = None;
        }
        match child {
            Some(running) => Ok(running),
            None => {
                self.queue.lost_all(self.me);
                let hello = Hello {
                    memory_bytes: self.config.memory_bytes,
                    shelf_bytes: self.config.shelf_bytes,
                };
                let (started, shut) = Child::start(&self.config.program, &hello).await?;
                if !shut.is_whole() {
                    let missing = shut.missing.join("; ");
                    if self.config.sandbox_required {
                        started.end().await;
                        return Err(DocumentProblem::NotShutIn(missing));
                    }
                    tracing::warn!(missing, "document workers are not wholly shut in");
                }
                Ok(child.insert(started))
            }
        }
    }

    async fn work(&self, child: &mut Child, task: &Task) -> After {
        if let Some(doc) = &task.doc
            && !self.queue.has_open(self.me, &doc.file)
        {
            match self.open(child, doc).await {
                Ok(Answer::Opened { refused, put_back }) => {
                    self.queue.put_back(self.me, &put_back);
                    if let Some(refusal) = refused {
                        let answer = (Answer::Refused(refusal), Vec::new().into());
                        let _ = task.answers.send(Ok(answer)).await;
                        return After::Keep;
                    }
                    self.queue.opened(self.me, doc.file);
                }
                Ok(_) => return self.failed(task, DocumentProblem::Died).await,
                Err(problem) => return self.failed(task, problem).await,
            }
        }
        if let Err(problem) = child.ask(&task.ask, &task.body, &task.budget).await {
            return self.failed(task, problem).await;
        }
        loop {
            let answered: Answered = child.answer(&task.budget).await;
            let (last, broken) = match &answered {
                Ok((answer, _)) => (answer.is_last(), false),
                Err(_) => (true, true),
            };
            let left = task.answers.send(answered).await.is_err();
            if broken || (left && !last) {
                return After::End;
            }
            if last {
                let large = child.resident() > self.config.memory_bytes / 2;
                return if large { After::End } else { After::Keep };
            }
        }
    }

    async fn failed(&self, task: &Task, problem: DocumentProblem) -> After {
        let _ = task.answers.send(Err(problem)).await;
        After::End
    }

    async fn open(&self, child: &mut Child, doc: &Doc) -> Result<Answer, DocumentProblem> {
        let content = doc.content(self.vault.as_ref()).await?;
        let ask = Ask::Open { file: doc.file, password: doc.password.clone() };
        let budget = self.config.whole_file(0);
        child.ask(&ask, &content, &budget).await?;
        Ok(child.answer(&budget).await?.0)
    }
}
