//! A content stream as bytes: every operator with the span it takes, so that one can be
//! replaced and all others stay as they are, to the byte.

mod inline;
mod splice;
mod token;

pub(crate) use splice::{Splices, number, string};
pub(crate) use token::{Operand, Span, Token};

use token::Tokens;

/// More operands than any operator takes; what is older is forgotten, as readers do.
const MOST_OPERANDS: usize = 512;

/// One operator.
#[derive(Debug, Clone)]
pub(crate) struct Step<'d> {
    pub(crate) operator: &'d [u8],
    /// From the first operand to the end of the operator.
    pub(crate) span: Span,
}

/// The operators of a content stream, one after the other.
pub(crate) struct Steps<'d> {
    tokens: Tokens<'d>,
    /// Of the operator returned last.
    pub(crate) operands: Vec<Operand<'d>>,
}

impl<'d> Steps<'d> {
    pub(crate) fn new(data: &'d [u8]) -> Self {
        Self { tokens: Tokens::new(data), operands: Vec::with_capacity(8) }
    }

    /// Begins within `data`, where an operator begins.
    pub(crate) fn within(data: &'d [u8], span: Span) -> Self {
        let data = data.get(..span.end.min(data.len())).unwrap_or_default();
        let mut tokens = Tokens::new(data);
        tokens.at = span.start;
        Self { tokens, operands: Vec::with_capacity(8) }
    }

    /// Where comments stand that were passed so far.
    pub(crate) fn comments(&self) -> &[Span] {
        &self.tokens.comments
    }

    pub(crate) fn next(&mut self) -> Option<Step<'d>> {
        self.operands.clear();
        loop {
            let operand = self.tokens.next()?;
            if let Token::Operator(operator) = operand.token {
                let start = self.operands.first().map_or(operand.span.start, |o| o.span.start);
                let mut end = operand.span.end;
                if operator == b"BI" {
                    end = inline::image(&mut self.tokens, &mut self.operands);
                }
                return Some(Step { operator, span: Span { start, end } });
            }
            if self.operands.len() >= MOST_OPERANDS {
                self.operands.remove(0);
            }
            self.operands.push(operand);
        }
    }

    pub(crate) fn number(&self, index: usize) -> Option<f64> {
        match self.operands.get(index)?.token {
            Token::Number(n) => Some(n),
            _ => None,
        }
    }

    /// The last `N` operands, where all are numbers.
    pub(crate) fn numbers<const N: usize>(&self) -> Option<[f64; N]> {
        let from = self.operands.len().checked_sub(N)?;
        let mut found = [0.0; N];
        for (to, operand) in found.iter_mut().zip(self.operands.get(from..)?) {
            match operand.token {
                Token::Number(n) => *to = n,
                _ => return None,
            }
        }
        Some(found)
    }

    pub(crate) fn name(&self) -> Option<&[u8]> {
        self.operands.iter().find_map(|o| match &o.token {
            Token::Name(name) => Some(name.as_ref()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
