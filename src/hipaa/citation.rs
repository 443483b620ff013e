//! Citations as people write them, brought to the one form the catalog uses.

use std::fmt;

use thiserror::Error;

/// A citation or word that names no safeguard of Subpart C.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("failed to find a safeguard cited as `{wanted}`{}", Suggestion(*.nearest))]
pub struct UnknownCitation {
    /// What was asked for, as it was written.
    pub wanted: String,
    /// The closest citation that exists, if any is close.
    pub nearest: Option<&'static str>,
}

/// The tail of an error message that offers the nearest name.
struct Suggestion(Option<&'static str>);

impl fmt::Display for Suggestion {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(name) => write!(out, "; did you mean `{name}`?"),
            None => write!(out, "; citations look like `164.312(a)(2)(iv)`"),
        }
    }
}

/// Longest input that is read as a citation; anything longer is not one.
const LONGEST: usize = 96;

/// Brings `45 CFR § 164.312(a)(2)(IV)`, `164_312_a_2_iv`, `164.312 (a) (2) (iv)` or
/// `312(a)(2)(iv)` to `164.312(a)(2)(iv)`. `None` if it does not read as a citation of part 164.
pub(super) fn canonical(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let mut words = words(text).into_iter().peekable();
    if words.peek().is_some_and(|word| word == "45") {
        words.next();
    }
    while words.peek().is_some_and(|word| {
        matches!(word.as_str(), "cfr" | "part" | "section" | "sec" | "hipaa" | "c" | "f" | "r")
    }) {
        words.next();
    }
    if words.peek().is_some_and(|word| word == "164") {
        words.next();
    }
    let section = words.next()?;
    if section.len() != 3 || !section.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut citation = format!("164.{section}");
    for (level, word) in paragraphs(words).into_iter().enumerate() {
        citation.push('(');
        if level == 3 {
            citation.push_str(&word.to_ascii_uppercase());
        } else {
            citation.push_str(&word);
        }
        citation.push(')');
    }
    Some(citation)
}

/// Runs of letters and runs of digits, in lower case; everything else only separates.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            let joins = before.is_some_and(|previous| {
                previous.is_ascii_digit() == letter.is_ascii_digit() && previous.is_ascii_alphanumeric()
            });
            match words.last_mut() {
                Some(word) if joins => word.push(letter.to_ascii_lowercase()),
                _ => words.push(letter.to_ascii_lowercase().to_string()),
            }
        }
        before = Some(letter);
    }
    words
}

/// Splits a roman numeral from a letter written against it (`iiA` is paragraph ii, then A).
fn paragraphs(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for word in words {
        if paragraphs.len() == 2 && word.len() > 1 {
            let numeral = word.bytes().take_while(|byte| matches!(byte, b'i' | b'v' | b'x')).count();
            if numeral > 0 && numeral < word.len() {
                let (roman, letter) = word.split_at(numeral);
                paragraphs.push(roman.to_owned());
                paragraphs.push(letter.to_owned());
                continue;
            }
        }
        paragraphs.push(word);
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::canonical;
    use crate::hipaa::safeguards;

    #[test]
    fn every_common_way_of_writing_is_read() {
        for text in [
            "164.312(a)(2)(iv)",
            "45 CFR § 164.312(a)(2)(iv)",
            "45 C.F.R. §164.312 (a)(2)(iv)",
            "§ 164.312(A)(2)(IV)",
            "164_312_a_2_iv",
            "hipaa_164.312-a-2-iv",
            "312(a)(2)(iv)",
            "164.312a2iv",
            "  164 . 312 ( a ) ( 2 ) ( iv ) ",
            "section 164.312(a)(2)(iv)",
        ] {
            assert_eq!(canonical(text).as_deref(), Some("164.312(a)(2)(iv)"), "{text}");
        }
    }

    #[test]
    fn the_fourth_level_is_upper_case() {
        assert_eq!(canonical("164_308_a_1_ii_d").as_deref(), Some("164.308(a)(1)(ii)(D)"));
        assert_eq!(canonical("164.308a1iiD").as_deref(), Some("164.308(a)(1)(ii)(D)"));
    }

    #[test]
    fn what_is_no_citation_is_refused() {
        for text in ["", "encryption-at-rest", "164", "45", "§", "CKV_AWS_19", &"1".repeat(500)] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_and_reading_again_changes_nothing(text in ".{0,60}") {
            if let Some(citation) = canonical(&text) {
                prop_assert_eq!(canonical(&citation), Some(citation));
            }
        }

        #[test]
        fn noise_around_a_citation_does_not_matter(
            entry in select(safeguards().iter().collect::<Vec<_>>()),
            space in "[ _.-]{0,2}",
            upper in any::<bool>(),
        ) {
            let mut text = entry.citation.replace('(', &format!("{space}("));
            if upper {
                text = text.to_ascii_uppercase();
            }
            prop_assert_eq!(canonical(&text), Some(entry.citation.to_owned()));
        }
    }
}
