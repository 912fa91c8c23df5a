//! How guessing is slowed (AUTH-03): after ten failures in five minutes each try waits longer,
//! up to a quarter of an hour, and nobody is locked out for good.

use chrono::{DateTime, Duration, Utc};

const FREE: usize = 10;
const LONGEST: Duration = Duration::minutes(15);
/// How far back failures count. Where it is short, waits of a quarter of an hour empty it again: with
/// half an hour 729 guesses a day get through, with four hours 122.
pub const WINDOW: Duration = Duration::hours(4);

/// When the next try is taken, given the failures within [`WINDOW`], oldest first.
pub fn next_try(failures: &[DateTime<Utc>]) -> Option<DateTime<Utc>> {
    let last = *failures.last()?;
    let beyond = failures.len().checked_sub(FREE)?;
    let wait = Duration::seconds(5 << beyond.min(8)).min(LONGEST);
    Some(last + wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries as often as it is let, for a day, and counts the guesses that were evaluated.
    fn guesses_in_a_day(seconds_between: i64) -> usize {
        let start = DateTime::UNIX_EPOCH;
        let (mut failures, mut evaluated) = (Vec::new(), 0);
        for second in (0..86_400).step_by(usize::try_from(seconds_between).expect("positive")) {
            let now = start + Duration::seconds(second as i64);
            failures.retain(|at| *at > now - WINDOW);
            if next_try(&failures).is_none_or(|at| at <= now) {
                failures.push(now);
                evaluated += 1;
            }
        }
        evaluated
    }

    #[test]
    fn ten_thousand_guesses_in_a_day_come_to_few() {
        let evaluated = guesses_in_a_day(8);

        assert!(evaluated < 300, "{evaluated} guesses were evaluated");
    }

    #[test]
    fn ten_slips_cost_no_wait() {
        let slips = vec![DateTime::UNIX_EPOCH; 9];

        assert_eq!(next_try(&slips), None);
    }
}
