use serde::{Deserialize, Serialize};

/// The nation whose law and holidays bind the office that answers. Ireland stands for the variant
/// under EU law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nation {
    England,
    Wales,
    Scotland,
    NorthernIreland,
    Ireland,
}

impl Nation {
    pub const ALL: [Self; 5] =
        [Self::England, Self::Wales, Self::Scotland, Self::NorthernIreland, Self::Ireland];

    pub const fn name(self) -> &'static str {
        match self {
            Self::England => "england",
            Self::Wales => "wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern_ireland",
            Self::Ireland => "ireland",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nation| nation.name() == name)
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::England => "England",
            Self::Wales => "Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
            Self::Ireland => "Ireland",
        }
    }

    pub(super) const fn areas(self) -> &'static [&'static str] {
        match self {
            Self::England | Self::Wales => &["england_wales"],
            Self::Scotland => &["scotland"],
            Self::NorthernIreland => &["northern_ireland"],
            Self::Ireland => &["ireland"],
        }
    }
}
