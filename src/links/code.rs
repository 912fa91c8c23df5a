//! Codes and passphrases that people read from paper or over the phone.

use rand::Rng as _;

/// Letters and digits that nobody confuses: no 0 or O, 1, I or L, 5 or S, 2 or Z, 8 or B.
const SIGNS: &[u8; 24] = b"ACDEFGHJKMNPQRTUVWXY3467";

fn sign() -> char {
    let mut byte = [0_u8; 1];
    loop {
        rand::rng().fill_bytes(&mut byte);
        // 240 is the largest multiple of 24 below 256: above it some signs would come more often.
        if byte[0] < 240 {
            return char::from(SIGNS[usize::from(byte[0]) % SIGNS.len()]);
        }
    }
}

fn groups(count: usize) -> String {
    (0..count).map(|_| (0..4).map(|_| sign()).collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Eight signs, 36 bits: enough where five wrong ones close the link.
pub fn code() -> String {
    groups(2)
}

/// Twenty signs, 91 bits: enough for a file that anybody may try on for years.
pub fn passphrase() -> String {
    groups(5)
}

/// As people type it: small letters, spaces for dashes, or none.
pub fn plain(typed: &str) -> String {
    typed.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_as_people_type_it() {
        let code = code();

        assert_eq!(code.len(), 9);
        assert_eq!(plain(&code.to_lowercase().replace('-', " ")), code.replace('-', ""));
        assert_ne!(self::code(), code);
    }
}
