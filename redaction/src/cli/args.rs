//! What a person typed, as a plan.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::geometry::{Quad, Rect};
use crate::plan::{Gap, HiddenLayers, Mark, Plan, Term};

/// One command.
#[derive(Debug, PartialEq)]
pub(super) enum Command {
    Redact { source: PathBuf, output: PathBuf, rest: Rest },
    Verify { source: PathBuf, output: PathBuf, rest: Rest },
    Help,
}

/// What both commands take.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Rest {
    pub(super) plan_file: Option<PathBuf>,
    pub(super) report_file: Option<PathBuf>,
    pub(super) page_file: Option<PathBuf>,
    marks: Vec<Mark>,
    terms: Vec<Term>,
    label: String,
    gap: Option<Gap>,
    show_layers: bool,
    title: Option<String>,
    password: Option<String>,
}

/// Reads the words behind the program's name. The text of an error is for a person.
pub(super) fn parse(args: impl Iterator<Item = OsString>) -> Result<Command, String> {
    let mut args = args;
    let command = args.next().unwrap_or_default();
    let mut files: Vec<PathBuf> = Vec::new();
    let mut output: Option<PathBuf> = None;
    let mut rest = Rest::default();
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy().into_owned();
        let mut value = || args.next().ok_or_else(|| format!("{text} needs a value"));
        match text.as_str() {
            "-h" | "--help" => return Ok(Command::Help),
            "-o" | "--output" => output = Some(value()?.into()),
            "--plan" => rest.plan_file = Some(value()?.into()),
            "--report" => rest.report_file = Some(value()?.into()),
            "--page" => rest.page_file = Some(value()?.into()),
            "--term" => rest.terms.push(term(string(value()?)?)),
            "--area" => rest.marks.push(area(&string(value()?)?)?),
            "--label" => rest.label = string(value()?)?,
            "--title" => rest.title = Some(string(value()?)?),
            "--password" => rest.password = Some(string(value()?)?),
            "--show-layers" => rest.show_layers = true,
            "--gap" => rest.gap = Some(gap(&string(value()?)?)?),
            unknown if unknown.starts_with("--") => return Err(format!("{unknown} is not known")),
            _ => files.push(arg.into()),
        }
    }
    let mut files = files.into_iter();
    let (first, second, third) = (files.next(), files.next(), files.next());
    match (command.to_str(), first, second, output) {
        (Some("redact"), Some(source), None, Some(output)) => {
            Ok(Command::Redact { source, output, rest })
        }
        (Some("redact"), Some(_), None, None) => Err("say with -o where to write".to_owned()),
        (Some("redact"), ..) => Err("redact takes one PDF".to_owned()),
        (Some("verify"), Some(source), Some(output), None) if third.is_none() => {
            Ok(Command::Verify { source, output, rest })
        }
        (Some("verify"), ..) => Err("verify takes two PDFs: before and after".to_owned()),
        (Some("help" | "-h" | "--help") | None, ..) => Ok(Command::Help),
        (Some(other), ..) if !other.is_empty() => Err(format!("{other} is no command")),
        _ => Err("say redact or verify".to_owned()),
    }
}

impl Rest {
    /// The plan of the file, if one was named, with what else was typed.
    pub(super) fn plan(self, file: Option<&[u8]>) -> Result<Plan, String> {
        let mut plan: Plan = match file {
            Some(json) => serde_json::from_slice(json)
                .map_err(|e| format!("the plan is not in the form it should be: {e}"))?,
            None => Plan::default(),
        };
        let label = self.label;
        plan.marks.extend(self.marks.into_iter().map(|m| Mark { label: label.clone(), ..m }));
        plan.terms.extend(self.terms.into_iter().map(|t| Term { label: label.clone(), ..t }));
        plan.gap = self.gap.unwrap_or(plan.gap);
        plan.title = self.title.unwrap_or(plan.title);
        plan.password = self.password.or(plan.password);
        if self.show_layers {
            plan.hidden_layers = HiddenLayers::Show;
        }
        if plan.marks.is_empty() && plan.terms.is_empty() {
            return Err("name at least one --plan, --term or --area".to_owned());
        }
        Ok(plan)
    }
}

fn string(value: OsString) -> Result<String, String> {
    value.into_string().map_err(|_| "a value is not valid text".to_owned())
}

fn term(text: String) -> Term {
    Term { text, label: String::new(), match_case: false, part_of_word: false, gap: None }
}

fn gap(text: &str) -> Result<Gap, String> {
    match text {
        "exact" => Ok(Gap::Exact),
        "neutral" => Ok(Gap::Neutral),
        other => Err(format!("a gap is exact or neutral, not {other}")),
    }
}

/// `PAGE:x0,y0,x1,y1`, the page counted from 1, as people do.
fn area(text: &str) -> Result<Mark, String> {
    let wrong = || format!("an area is written PAGE:x0,y0,x1,y1, not {text}");
    let (page, corners) = text.split_once(':').ok_or_else(wrong)?;
    let page: usize = page.trim().parse().map_err(|_| wrong())?;
    let numbers = corners.split(',').map(|n| n.trim().parse::<f64>());
    let numbers: Vec<f64> = numbers.collect::<Result<_, _>>().map_err(|_| wrong())?;
    match numbers.as_slice() {
        [x0, y0, x1, y1] if page > 0 && numbers.iter().all(|n| n.is_finite()) => Ok(Mark {
            id: String::new(),
            page: page - 1,
            quads: vec![Quad::from(Rect::new(*x0, *y0, *x1, *y1))],
            label: String::new(),
            gap: None,
        }),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn an_area_is_counted_from_page_one() {
        let command = parsed("redact a.pdf --area 2:10,20,30,40 --label X -o b.pdf");

        let Ok(Command::Redact { rest, .. }) = command else { panic!("{command:?}") };
        let plan = rest.plan(None);
        assert!(plan.is_ok_and(|p| {
            p.marks.iter().any(|m| m.page == 1 && m.label == "X" && m.quads.len() == 1)
        }));
    }

    #[test]
    fn a_wrong_line_says_what_is_wrong() {
        let said = |line| parsed(line).err().unwrap_or_default();

        assert_eq!(said("redact a.pdf"), "say with -o where to write");
        assert_eq!(said("redact a.pdf --gap wide -o b"), "a gap is exact or neutral, not wide");
        assert_eq!(said("redact a.pdf --term"), "--term needs a value");
        assert_eq!(said("verify a.pdf"), "verify takes two PDFs: before and after");
        assert_eq!(said("shred a.pdf"), "shred is no command");
        assert!(said("redact a.pdf --area 0:1,2,3,4 -o b").starts_with("an area is written"));
    }

    #[test]
    fn a_plan_without_work_is_no_plan() {
        assert!(Rest::default().plan(None).is_err());
        assert!(Rest::default().plan(Some(b"{\"mark\": []}")).is_err());
        assert!(Rest::default().plan(Some(b"{\"terms\": [{\"text\": \"x\"}]}")).is_ok());
    }
}
