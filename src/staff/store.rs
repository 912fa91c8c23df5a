//! How accounts, sign-ins and tokens are kept.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::access::{Actor, Role};
use crate::db::schema::{api_tokens, failed_tries, sessions, staff};
use crate::db::{Db, DbError, Id};

/// A member of staff as others see them.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = staff)]
pub struct Colleague {
    pub id: Id,
    pub email: String,
    pub name: String,
    pub job_title: String,
    pub role: Role,
    pub state: String,
}

impl From<Colleague> for Actor {
    fn from(c: Colleague) -> Self {
        Self { id: c.id, name: c.name, email: c.email, role: c.role }
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SessionRow {
    pub id: Id,
    pub started_at: NaiveDateTime,
    pub seen_at: NaiveDateTime,
    pub browser: String,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = api_tokens)]
pub struct TokenRow {
    pub id: Id,
    pub purpose: String,
    pub expires_at: NaiveDateTime,
    pub revoked_at: Option<NaiveDateTime>,
}

pub fn add(
    db: &mut Db,
    c: &Colleague,
    hash: Option<&str>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(staff::table)
        .values((
            staff::id.eq(c.id),
            staff::email.eq(&c.email),
            staff::name.eq(&c.name),
            staff::job_title.eq(&c.job_title),
            staff::role.eq(c.role),
            staff::state.eq(&c.state),
            staff::password_hash.eq(hash),
            staff::created_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

pub fn find(db: &mut Db, id: Id) -> QueryResult<Option<Colleague>> {
    staff::table.find(id).select(Colleague::as_select()).first(db).optional()
}

pub fn by_email(db: &mut Db, email: &str) -> QueryResult<Option<(Colleague, Option<String>)>> {
    staff::table
        .filter(staff::email.eq(email))
        .select((Colleague::as_select(), staff::password_hash))
        .first(db)
        .optional()
}

/// Everybody, by name.
///
/// # Errors
/// Where the database cannot be read.
pub fn colleagues(db: &mut Db) -> Result<Vec<Colleague>, DbError> {
    Ok(staff::table.order(staff::name).select(Colleague::as_select()).load(db)?)
}

/// Those at work in one of these roles, by name.
///
/// # Errors
/// Where the database cannot be read.
pub fn with_role(db: &mut Db, roles: &[Role]) -> Result<Vec<Colleague>, DbError> {
    Ok(staff::table
        .filter(staff::role.eq_any(roles.iter().map(|r| r.name())))
        .filter(staff::state.eq("active"))
        .order(staff::name)
        .select(Colleague::as_select())
        .load(db)?)
}

pub fn set_password(db: &mut Db, id: Id, hash: &str, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::update(staff::table.find(id).filter(staff::state.ne("suspended")))
        .set((
            staff::password_hash.eq(hash),
            staff::state.eq("active"),
            staff::password_changed_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

/// When the password in use was chosen; for accounts made with one, when they were made.
pub fn password_set_at(db: &mut Db, id: Id) -> QueryResult<DateTime<Utc>> {
    let (changed, made) = staff::table
        .find(id)
        .select((staff::password_changed_at, staff::created_at))
        .first::<(Option<NaiveDateTime>, NaiveDateTime)>(db)?;
    Ok(changed.unwrap_or(made).and_utc())
}

pub fn password_hash(db: &mut Db, id: Id) -> QueryResult<Option<String>> {
    staff::table.find(id).select(staff::password_hash).first(db)
}

pub fn rehash(db: &mut Db, id: Id, hash: &str) -> QueryResult<usize> {
    diesel::update(staff::table.find(id)).set(staff::password_hash.eq(hash)).execute(db)
}

pub fn set_state(db: &mut Db, id: Id, from: &str, to: &str) -> QueryResult<usize> {
    diesel::update(staff::table.find(id).filter(staff::state.eq(from)))
        .set(staff::state.eq(to))
        .execute(db)
}

pub fn start_session(
    db: &mut Db,
    staff_id: Id,
    token_hash: &str,
    browser: &str,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(Id::new()),
            sessions::token_hash.eq(token_hash),
            sessions::staff_id.eq(staff_id),
            sessions::started_at.eq(now.naive_utc()),
            sessions::seen_at.eq(now.naive_utc()),
            sessions::browser.eq(browser),
        ))
        .execute(db)
}

pub fn session(db: &mut Db, token_hash: &str) -> QueryResult<Option<(SessionRow, Colleague)>> {
    sessions::table
        .inner_join(staff::table)
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::ended_at.is_null())
        .filter(staff::state.eq("active"))
        .select((SessionRow::as_select(), Colleague::as_select()))
        .first(db)
        .optional()
}

pub fn touch(db: &mut Db, id: Id, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::update(sessions::table.find(id)).set(sessions::seen_at.eq(now.naive_utc())).execute(db)
}

pub fn end_by_hash(db: &mut Db, token_hash: &str, now: DateTime<Utc>) -> QueryResult<usize> {
    let open = sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::ended_at.is_null());
    diesel::update(open).set(sessions::ended_at.eq(now.naive_utc())).execute(db)
}

pub fn end_one(db: &mut Db, staff_id: Id, id: Id, now: DateTime<Utc>) -> QueryResult<usize> {
    let own = sessions::table.find(id).filter(sessions::staff_id.eq(staff_id));
    diesel::update(own).set(sessions::ended_at.eq(now.naive_utc())).execute(db)
}

pub fn end_all(db: &mut Db, staff_id: Id, now: DateTime<Utc>) -> QueryResult<usize> {
    let open = sessions::table
        .filter(sessions::staff_id.eq(staff_id))
        .filter(sessions::ended_at.is_null());
    diesel::update(open).set(sessions::ended_at.eq(now.naive_utc())).execute(db)
}

pub fn open_sessions(
    db: &mut Db,
    staff_id: Id,
    since: DateTime<Utc>,
) -> QueryResult<Vec<SessionRow>> {
    sessions::table
        .filter(sessions::staff_id.eq(staff_id))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::seen_at.gt(since.naive_utc()))
        .order(sessions::started_at.desc())
        .select(SessionRow::as_select())
        .load(db)
}

pub fn failures(db: &mut Db, key: &str, since: DateTime<Utc>) -> QueryResult<Vec<DateTime<Utc>>> {
    let times: Vec<NaiveDateTime> = failed_tries::table
        .filter(failed_tries::key.eq(key))
        .filter(failed_tries::tried_at.gt(since.naive_utc()))
        .order(failed_tries::tried_at)
        .select(failed_tries::tried_at)
        .load(db)?;
    Ok(times.into_iter().map(|at| at.and_utc()).collect())
}

pub fn note_failure(db: &mut Db, key: &str, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::insert_into(failed_tries::table)
        .values((
            failed_tries::id.eq(Id::new()),
            failed_tries::key.eq(key),
            failed_tries::tried_at.eq(now.naive_utc()),
        ))
        .execute(db)
}

pub fn forget_failures(db: &mut Db, key: &str, older_than: DateTime<Utc>) -> QueryResult<usize> {
    let of_key = failed_tries::table.filter(failed_tries::key.eq(key));
    diesel::delete(of_key).execute(db)?;
    diesel::delete(failed_tries::table.filter(failed_tries::tried_at.lt(older_than.naive_utc())))
        .execute(db)
}

pub fn add_token(
    db: &mut Db,
    id: Id,
    staff_id: Id,
    purpose: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(id),
            api_tokens::staff_id.eq(staff_id),
            api_tokens::purpose.eq(purpose),
            api_tokens::issued_at.eq(now.naive_utc()),
            api_tokens::expires_at.eq(until.naive_utc()),
        ))
        .execute(db)
}

pub fn token(db: &mut Db, id: Id) -> QueryResult<Option<(TokenRow, Colleague)>> {
    api_tokens::table
        .inner_join(staff::table)
        .filter(api_tokens::id.eq(id))
        .filter(staff::state.eq("active"))
        .select((TokenRow::as_select(), Colleague::as_select()))
        .first(db)
        .optional()
}

pub fn tokens_of(db: &mut Db, staff_id: Id, after: DateTime<Utc>) -> QueryResult<Vec<TokenRow>> {
    api_tokens::table
        .filter(api_tokens::staff_id.eq(staff_id))
        .filter(api_tokens::expires_at.gt(after.naive_utc()))
        .order(api_tokens::issued_at.desc())
        .select(TokenRow::as_select())
        .load(db)
}

pub fn revoke_every_token(db: &mut Db, staff_id: Id, now: DateTime<Utc>) -> QueryResult<usize> {
    let live = api_tokens::table
        .filter(api_tokens::staff_id.eq(staff_id))
        .filter(api_tokens::revoked_at.is_null());
    diesel::update(live).set(api_tokens::revoked_at.eq(now.naive_utc())).execute(db)
}

pub fn revoke_token(db: &mut Db, staff_id: Id, id: Id, now: DateTime<Utc>) -> QueryResult<usize> {
    let own = api_tokens::table.find(id).filter(api_tokens::staff_id.eq(staff_id));
    diesel::update(own.filter(api_tokens::revoked_at.is_null()))
        .set(api_tokens::revoked_at.eq(now.naive_utc()))
        .execute(db)
}
