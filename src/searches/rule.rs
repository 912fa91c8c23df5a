//! When a search without an answer is chased, and when it goes to somebody who can act. Pure.

use chrono::Duration;

use crate::calendar::Date;
use crate::settings::Searches;

/// What is done about a search without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The custodian is reminded, for the first time or a later one.
    Reminder(usize),
    /// It goes to the custodian's manager, or to the office.
    Escalation,
}

/// A search, as far as the rule knows it.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    pub sent_on: Date,
    pub answer_by: Date,
    /// Steps taken since the day of answer was set.
    pub taken: usize,
}

/// Every step with its day, in order; the escalation is the last.
fn steps(rule: &Searches, answer_by: Date) -> Vec<(Date, Step)> {
    let day = |days: i64| answer_by.checked_add_signed(Duration::days(days)).unwrap_or(Date::MAX);
    let reminders =
        rule.chase_days.iter().enumerate().map(|(at, days)| (day(*days), Step::Reminder(at + 1)));
    reminders.chain([(day(rule.escalate_days), Step::Escalation)]).collect()
}

impl Waiting {
    /// The step that is due today, and how many are taken with it. Of several days that went by unseen
    /// only the last counts: nobody gets two reminders at once.
    pub fn due(&self, rule: &Searches, today: Date) -> Option<(usize, Step)> {
        let mut all = steps(rule, self.answer_by).into_iter().enumerate().skip(self.taken);
        all.rfind(|(_, (day, _))| *day <= today && *day > self.sent_on)
            .map(|(at, (_, step))| (at + 1, step))
    }

    /// What comes next where nobody answers.
    pub fn next(&self, rule: &Searches, today: Date) -> Option<(Date, Step)> {
        let comes = |(day, _): &(Date, Step)| *day > self.sent_on;
        let next = steps(rule, self.answer_by).into_iter().skip(self.taken).find(comes)?;
        Some((next.0.max(today), next.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> Date {
        Date::from_ymd_opt(2026, 12, day).expect("a day of December")
    }

    fn waiting(taken: usize) -> Waiting {
        Waiting { sent_on: day(1), answer_by: day(10), taken }
    }

    #[test]
    fn a_custodian_is_reminded_before_and_after_the_day_then_it_goes_up() {
        let rule = Searches::default();

        let due = |taken, on| waiting(taken).due(&rule, day(on));

        assert_eq!(due(0, 7), None);
        assert_eq!(due(0, 8), Some((1, Step::Reminder(1))));
        assert_eq!(due(1, 8), None, "once");
        assert_eq!(due(1, 11), Some((2, Step::Reminder(2))));
        assert_eq!(due(2, 14), Some((3, Step::Reminder(3))));
        assert_eq!(due(3, 17), Some((4, Step::Escalation)));
        assert_eq!(due(4, 31), None, "nothing comes after that");
    }

    #[test]
    fn days_that_went_by_unseen_count_once() {
        assert_eq!(waiting(0).due(&Searches::default(), day(15)), Some((3, Step::Reminder(3))));
    }

    #[test]
    fn nobody_is_reminded_on_the_day_on_which_they_are_asked() {
        let late = Waiting { sent_on: day(9), ..waiting(0) };

        assert_eq!(late.due(&Searches::default(), day(9)), None);
        assert_eq!(late.next(&Searches::default(), day(9)), Some((day(11), Step::Reminder(2))));
    }

    #[test]
    fn an_office_may_only_escalate() {
        let rule = Searches { chase_days: Vec::new(), escalate_days: 0 };

        assert_eq!(waiting(0).due(&rule, day(10)), Some((1, Step::Escalation)));
    }
}
