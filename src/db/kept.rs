//! How our own types are kept in a column.

use std::fmt;
use std::str::FromStr;

use arrayvec::ArrayString;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, IsNull, Output, ToSql};
pub use diesel::sql_types::Text;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::MultiBackend;

/// The identity of a row: a UUIDv7 made by the service, kept as text in both databases.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    AsExpression,
    FromSqlRow,
    Serialize,
    Deserialize,
)]
#[diesel(sql_type = Text)]
#[serde(try_from = "String", into = "String")]
pub struct Id(ArrayString<36>);

/// What was given is not an identity.
#[derive(Debug, thiserror::Error)]
#[error("this is not an identity")]
pub struct NotAnId;

impl Id {
    /// A new identity; later ones sort after earlier ones.
    #[expect(clippy::new_without_default, reason = "no two are alike, so none is the default")]
    pub fn new() -> Self {
        Self::of(Uuid::now_v7())
    }

    fn of(uuid: Uuid) -> Self {
        let mut buffer = Uuid::encode_buffer();
        let text: &str = uuid.hyphenated().encode_lower(&mut buffer);
        Self(ArrayString::from(text).expect("a hyphenated UUID has 36 characters"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Uuid::try_parse(text).map(Self::of).map_err(|_| NotAnId)
    }
}

impl TryFrom<String> for Id {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        text.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.as_str().to_owned()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<B: Backend> FromSql<Text, B> for Id
where
    String: FromSql<Text, B>,
{
    fn from_sql(bytes: B::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(String::from_sql(bytes)?.parse()?)
    }
}

impl ToSql<Text, MultiBackend> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Text, self.as_str()));
        Ok(IsNull::No)
    }
}

// Lists of identities (`eq_any`) are written by each database's own backend.
impl ToSql<Text, diesel::pg::Pg> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        <str as ToSql<Text, diesel::pg::Pg>>::to_sql(self.as_str(), out)
    }
}

impl ToSql<Text, diesel::sqlite::Sqlite> for Id {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::sqlite::Sqlite>) -> serialize::Result {
        out.set_value(self.as_str());
        Ok(IsNull::No)
    }
}

/// Keeps a type in a text column. It needs `fn name(self) -> &'static str` and
/// `fn from_name(&str) -> Option<Self>`, and is `Copy`.
macro_rules! kept_as_text {
    ($($kept:ty),+ $(,)?) => {$(
        const _: () = {
            use ::diesel::backend::Backend;
            use ::diesel::deserialize::{FromSql, Queryable, Result as Read};
            use ::diesel::expression::AsExpression;
            use ::diesel::internal::derives::as_expression::Bound;
            use ::diesel::serialize::{IsNull, Output, Result as Written, ToSql};
            use ::diesel::sql_types::{Nullable, SingleValue, Text};

            impl AsExpression<Text> for $kept {
                type Expression = Bound<Text, Self>;
                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }
            impl AsExpression<Text> for &$kept {
                type Expression = Bound<Text, Self>;
                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }
            impl AsExpression<Nullable<Text>> for $kept {
                type Expression = Bound<Nullable<Text>, Self>;
                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }
            impl AsExpression<Nullable<Text>> for &$kept {
                type Expression = Bound<Nullable<Text>, Self>;
                fn as_expression(self) -> Self::Expression {
                    Bound::new(self)
                }
            }
            impl ToSql<Text, $crate::db::MultiBackend> for $kept {
                fn to_sql<'b>(
                    &'b self,
                    out: &mut Output<'b, '_, $crate::db::MultiBackend>,
                ) -> Written {
                    out.set_value((Text, self.name()));
                    Ok(IsNull::No)
                }
            }
            impl ToSql<Nullable<Text>, $crate::db::MultiBackend> for $kept {
                fn to_sql<'b>(
                    &'b self,
                    out: &mut Output<'b, '_, $crate::db::MultiBackend>,
                ) -> Written {
                    <Self as ToSql<Text, $crate::db::MultiBackend>>::to_sql(self, out)
                }
            }
            impl<B: Backend> FromSql<Text, B> for $kept
            where
                String: FromSql<Text, B>,
            {
                fn from_sql(bytes: B::RawValue<'_>) -> Read<Self> {
                    let name = String::from_sql(bytes)?;
                    <$kept>::from_name(&name)
                        .ok_or_else(|| format!("{name} is no {}", stringify!($kept)).into())
                }
            }
            impl<B: Backend, S: SingleValue> Queryable<S, B> for $kept
            where
                Self: FromSql<S, B>,
            {
                type Row = Self;
                fn build(row: Self) -> Read<Self> {
                    Ok(row)
                }
            }
        };
    )+};
}
pub(crate) use kept_as_text;
