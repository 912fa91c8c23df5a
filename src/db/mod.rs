//! The database: SQLite by default, PostgreSQL where `database_url` names one. One code for both.
//!
//! Only `store.rs` files speak SQL. Everybody else passes a [`Db`] on.

mod asked;
mod kept;
mod migrations;
pub mod schema;

use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::{self, ManageConnection};
use diesel::{Connection, PgConnection, SqliteConnection};

pub use asked::statements_sent;
pub(crate) use kept::kept_as_text;
pub use kept::{Id, Text};
pub use migrations::{migrate, revert_all};

use crate::problem::{Kind, Problem};

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum Db {
    Postgres(PgConnection),
    Sqlite(SqliteConnection),
}

pub type Pool = r2d2::Pool<Manager>;
pub type Pooled = r2d2::PooledConnection<Manager>;

/// The database refused or could not be reached. Its words are for the log.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("the database refused: {0}")]
    Refused(#[from] diesel::result::Error),
    #[error("the database could not be reached: {0}")]
    Unreachable(String),
}

impl DbError {
    /// Whether a rule of the schema said no because the same row is there already.
    pub fn is_taken(&self) -> bool {
        use diesel::result::{DatabaseErrorKind, Error};
        matches!(self, Self::Refused(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)))
    }
}

impl Problem for DbError {
    fn kind(&self) -> Kind {
        Kind::Bug
    }
}

/// Opens connections to the database that `url` names: `postgres://…`, or the path of a file.
#[derive(Debug, Clone)]
pub struct Manager {
    url: String,
    asked: asked::Asked,
}

impl Manager {
    fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres://") || self.url.starts_with("postgresql://")
    }
}

impl ManageConnection for Manager {
    type Connection = Db;
    type Error = DbError;

    fn connect(&self) -> Result<Db, DbError> {
        let unreachable = |e: diesel::ConnectionError| DbError::Unreachable(e.to_string());
        if self.is_postgres() {
            let mut pg = PgConnection::establish(&self.url).map_err(unreachable)?;
            pg.batch_execute("SET TIME ZONE 'UTC'")?;
            pg.set_instrumentation(self.asked.clone());
            return Ok(Db::Postgres(pg));
        }
        let mut sqlite = SqliteConnection::establish(&self.url).map_err(unreachable)?;
        sqlite.batch_execute(
            "PRAGMA busy_timeout = 15000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA foreign_keys = ON;",
        )?;
        sqlite.set_instrumentation(self.asked.clone());
        Ok(Db::Sqlite(sqlite))
    }

    fn is_valid(&self, db: &mut Db) -> Result<(), DbError> {
        Ok(db.batch_execute("SELECT 1")?)
    }

    fn has_broken(&self, db: &mut Db) -> bool {
        std::thread::panicking() || open_transactions(db) != Some(0)
    }
}

fn open_transactions(db: &mut Db) -> Option<u32> {
    let status = match db {
        Db::Postgres(c) => AnsiTransactionManager::transaction_manager_status_mut(c),
        Db::Sqlite(c) => AnsiTransactionManager::transaction_manager_status_mut(c),
    };
    status.transaction_depth().ok().map(|depth| depth.map_or(0, |d| d.get()))
}

/// A pool of connections.
///
/// # Errors
/// Where the database cannot be reached within ten seconds.
pub fn pool(url: &str, size: u32) -> Result<Pool, DbError> {
    r2d2::Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(Duration::from_secs(10))
        .build(Manager { url: url.to_owned(), asked: asked::Asked::default() })
        .map_err(|e| DbError::Unreachable(e.to_string()))
}

/// A connection from the pool.
///
/// # Errors
/// Where none is free within the pool's time.
pub fn connection(pool: &Pool) -> Result<Pooled, DbError> {
    pool.get().map_err(|e| DbError::Unreachable(e.to_string()))
}

/// All of `work` or none of it.
///
/// On SQLite the writer begins at once (`BEGIN IMMEDIATE`): a transaction that starts as a reader
/// and wants to write later is turned away when another one wrote in between.
///
/// # Errors
/// Those of `work`, after everything it did was taken back; those of the database.
pub fn transaction<T, E: From<DbError>>(
    db: &mut Db,
    work: impl FnOnce(&mut Db) -> Result<T, E>,
) -> Result<T, E> {
    begin(db).map_err(DbError::from)?;
    match work(db) {
        Ok(value) => {
            <Db as Connection>::TransactionManager::commit_transaction(db)
                .map_err(DbError::from)?;
            Ok(value)
        }
        Err(problem) => {
            // The reason for going back matters more than a failure to do so, which breaks the
            // connection and is found by the pool.
            let _ = <Db as Connection>::TransactionManager::rollback_transaction(db);
            Err(problem)
        }
    }
}

fn begin(db: &mut Db) -> diesel::QueryResult<()> {
    match db {
        Db::Postgres(c) => AnsiTransactionManager::begin_transaction(c),
        Db::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
    }
}
