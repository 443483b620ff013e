//! The nearest known name to one that was not found, for "did you mean" hints.

/// The candidate with the fewest edits from `wanted`, unless every one of them is too far away
/// to be what was meant (more than a third of its length).
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| {
            let reordered = letters(candidate) == letters(wanted);
            ((edits(wanted, candidate), !reordered), candidate)
        })
        .filter(|((distance, _), candidate)| *distance <= (candidate.len() / 3).max(1))
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, candidate)| candidate)
}

/// The letters of a name without their order: equal for a name and its reordering, which is a
/// likelier slip than any other of the same number of edits.
fn letters(name: &str) -> Vec<char> {
    let mut letters: Vec<char> = name.chars().collect();
    letters.sort_unstable();
    letters
}

/// Edits between two names, by characters: insertions, deletions, replacements, and two
/// neighbours that changed places (optimal string alignment distance).
fn edits(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut earlier = vec![0; right.len() + 1];
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for line in 1..=left.len() {
        let mut row = vec![line];
        for column in 1..=right.len() {
            let differs = usize::from(left[line - 1] != right[column - 1]);
            let mut fewest = (above[column - 1] + differs).min(above[column] + 1).min(row[column - 1] + 1);
            let swapped = line > 1
                && column > 1
                && left[line - 1] == right[column - 2]
                && left[line - 2] == right[column - 1];
            if swapped {
                fewest = fewest.min(earlier[column - 2] + 1);
            }
            row.push(fewest);
        }
        earlier = std::mem::replace(&mut above, row);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::{edits, nearest};

    #[test]
    fn edits_are_counted_by_character() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("same", "same"), 0);
        assert_eq!(edits("(vi)", "(iv)"), 1);
    }

    #[test]
    fn a_slip_finds_the_intended_name_and_nonsense_finds_nothing() {
        let names = ["encryption-at-rest", "encryption-in-transit", "backup"];
        assert_eq!(nearest("encryption-in-transt", names), Some("encryption-in-transit"));
        assert_eq!(nearest("zzzzzz", names), None);
    }
}
