//! Closed lists: each entry with its name in the database and in forms, and its words on a page.

/// An enum with all of its entries, their names and their words.
///
/// ```ignore
/// closed_list! {
///     /// What became of it.
///     Fate {
///         Kept, "kept", "Kept";
///         Given, "given", "Given out";
///     }
/// }
/// ```
macro_rules! closed_list {
    ($(#[$doc:meta])* $type:ident { $($name:ident, $kept:literal, $words:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $type { $($name,)+ }

        impl $type {
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// As kept in the database and named in forms.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $kept,)+ }
            }

            /// As people read it.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)+ }
            }

            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

pub(crate) use closed_list;
