//! Stretches of days, both ends counted.

use super::Date;

/// The stretches between the first and the last day of `spans` that none of them covers, in order.
/// Spans may overlap and come in any order.
pub fn gaps(spans: &[(Date, Date)]) -> Vec<(Date, Date)> {
    let mut spans = spans.to_vec();
    spans.sort_unstable();
    let mut found = Vec::new();
    let mut covered: Option<Date> = None;
    for (from, to) in spans {
        if let Some(last) = covered
            && let (Some(first_free), Some(last_free)) = (last.succ_opt(), from.pred_opt())
            && first_free <= last_free
        {
            found.push((first_free, last_free));
        }
        covered = Some(covered.map_or(to, |last| last.max(to)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn span(from: &str, to: &str) -> (Date, Date) {
        (day(from), day(to))
    }

    #[test]
    fn volumes_that_follow_each_other_leave_no_gap() {
        let volumes = [span("1999-02-01", "2000-05-03"), span("1998-01-01", "1999-01-31")];

        assert_eq!(gaps(&volumes), []);
        assert_eq!(gaps(&[]), []);
    }

    #[test]
    fn a_day_between_two_volumes_is_a_gap() {
        let volumes = [span("1998-01-01", "1999-01-30"), span("1999-02-01", "2000-05-03")];

        assert_eq!(gaps(&volumes), [span("1999-01-31", "1999-01-31")]);
    }

    #[test]
    fn a_long_volume_covers_what_a_short_one_within_it_leaves() {
        let volumes = [
            span("1998-01-01", "2003-01-01"),
            span("1999-01-01", "1999-06-01"),
            span("2003-03-01", "2004-01-01"),
        ];

        assert_eq!(gaps(&volumes), [span("2003-01-02", "2003-02-28")]);
    }
}
