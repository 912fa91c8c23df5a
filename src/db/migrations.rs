//! The steps from an empty database to today's, embedded, one folder a database.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Db, DbError};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Brings the database up to date and names the steps taken.
///
/// # Errors
/// Where a step fails; the steps before it stay.
pub fn migrate(db: &mut Db) -> Result<Vec<String>, DbError> {
    let taken = match db {
        Db::Postgres(c) => c.run_pending_migrations(POSTGRES),
        Db::Sqlite(c) => c.run_pending_migrations(SQLITE),
    };
    Ok(taken
        .map_err(|e| DbError::Unreachable(format!("a migration failed: {e}")))?
        .iter()
        .map(ToString::to_string)
        .collect())
}

/// Takes every step back. For tests of the `down.sql` files.
///
/// # Errors
/// Where a step cannot be taken back.
pub fn revert_all(db: &mut Db) -> Result<usize, DbError> {
    let taken = match db {
        Db::Postgres(c) => c.revert_all_migrations(POSTGRES),
        Db::Sqlite(c) => c.revert_all_migrations(SQLITE),
    };
    Ok(taken.map_err(|e| DbError::Unreachable(format!("a migration failed: {e}")))?.len())
}
