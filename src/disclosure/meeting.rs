//! Where somebody sits with the person while they read: who, when and where. Pure.

use chrono::NaiveTime;

use crate::calendar::Date;
use crate::problem::Invalid;

/// A reading as it was arranged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Who sits with them.
    pub companion: String,
    pub on: Date,
    /// As a clock shows it: `14:30`.
    pub at: String,
    pub place: String,
}

fn line(field: &'static str, text: &str, ask: &str) -> Result<String, Invalid> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        Err(Invalid::new(field, ask))
    } else if text.chars().count() > 200 {
        Err(Invalid::new(field, "use 200 letters or fewer"))
    } else {
        Ok(text)
    }
}

impl Meeting {
    /// Reads what somebody typed.
    ///
    /// # Errors
    /// Where it does not say who, when and where, or the day has passed.
    pub fn read(
        companion: &str,
        on: Option<Date>,
        at: &str,
        place: &str,
        today: Date,
    ) -> Result<Self, Invalid> {
        let companion = line("companion", companion, "say who sits with the person")?;
        let on = on.ok_or_else(|| Invalid::new("on", "give the day of the reading"))?;
        if on < today {
            return Err(Invalid::new("on", "the day of the reading has passed"));
        }
        let at = at.trim().replace('.', ":");
        let at = NaiveTime::parse_from_str(&at, "%H:%M")
            .map_err(|_| Invalid::new("time", "give the time as 14:30"))?;
        let place = line("place", place, "say where the reading is")?;
        Ok(Self { companion, on, at: at.format("%H:%M").to_string(), place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_says_who_when_and_where() {
        let today: Date = "2026-11-21".parse().expect("a day");
        let read = |companion, on: &str, at, place| {
            Meeting::read(companion, on.parse().ok(), at, place, today).map_err(|e| e.field)
        };

        assert_eq!(read(" ", "2026-11-30", "9:30", "Hill House"), Err("companion"));
        assert_eq!(read("Dana Reid", "", "9:30", "Hill House"), Err("on"));
        assert_eq!(read("Dana Reid", "2026-11-20", "9:30", "Hill House"), Err("on"));
        assert_eq!(read("Dana Reid", "2026-11-30", "soon", "Hill House"), Err("time"));
        assert_eq!(read("Dana Reid", "2026-11-30", "9:30", ""), Err("place"));
        let meeting = read("Dana  Reid", "2026-11-30", "9.30", "Hill House").expect("all is said");
        assert_eq!((meeting.companion.as_str(), meeting.at.as_str()), ("Dana Reid", "09:30"));
    }
}
