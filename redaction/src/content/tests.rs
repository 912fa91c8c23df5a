#![allow(clippy::indexing_slicing)]

use super::*;

fn all(data: &[u8]) -> Vec<(String, String, usize)> {
    let mut steps = Steps::new(data);
    let mut found = Vec::new();
    while let Some(step) = steps.next() {
        let text = String::from_utf8_lossy(step.span.of(data)).into_owned();
        let operator = String::from_utf8_lossy(step.operator).into_owned();
        found.push((operator, text, steps.operands.len()));
    }
    found
}

#[test]
fn every_operator_knows_its_bytes() {
    let found = all(b"q 1 0 0 1 5 -.5 cm % a note\n[(a\\)b) -20 <4142>] TJ /F1 12 Tf T*");

    let texts: Vec<_> = found.iter().map(|f| f.1.as_str()).collect();
    assert_eq!(texts, ["q", "1 0 0 1 5 -.5 cm", "[(a\\)b) -20 <4142>] TJ", "/F1 12 Tf", "T*"]);
}

#[test]
fn strings_lose_their_escapes() {
    let data = br"(a\101\n\(x\)\\) Tj <4a4> Tj";
    let mut steps = Steps::new(data);

    steps.next();
    assert_eq!(steps.operands[0].token, Token::String(b"aA\n(x)\\".as_slice().into()));
    steps.next();
    assert_eq!(steps.operands[0].token, Token::String(b"J@".as_slice().into()));
}

#[test]
fn an_inline_image_ends_at_its_own_end() {
    let data = b"BI /W 4 /H 1 /BPC 8 /CS /G ID \x01EI\x02 EI Q (EI) Tj";
    let found = all(data);

    let operators: Vec<_> = found.iter().map(|f| f.0.as_str()).collect();
    assert_eq!(operators, ["BI", "Q", "Tj"]);
}

#[test]
fn broken_input_ends() {
    for data in
        [&b"(((("[..], b"<< /a <<", b"[[[[[[", b"BI /W", b"<", b"/", b"- . +", b"\\)", b">>"]
    {
        all(data);
    }
}

#[test]
fn only_replaced_spans_change() {
    let data = b"0 g (abc)Tj 1 g";
    let mut splices = Splices::default();
    splices.replace(Span { start: 4, end: 11 }, "[(a)-5 (c)]TJ");

    assert_eq!(splices.apply(data), b"0 g  [(a)-5 (c)]TJ  1 g");
}

#[test]
fn numbers_have_no_exponent_and_no_tail() {
    assert_eq!(number(-0.000001), "0");
    assert_eq!(number(12.5), "12.5");
    assert_eq!(number(1e9), "1000000000");
    assert_eq!(number(f64::NAN), "0");
}
