//! Which known name a misspelt one probably means.

/// Below this similarity a suggestion confuses more than it helps.
const SIMILAR: f64 = 0.6;

/// From this length on, a part of a name says which one is meant.
const TELLING: usize = 6;

/// The candidate most like `written`, if any is like it at all.
pub fn nearest<'a>(written: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(written);
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let whole = fold(candidate);
        let mut score = strsim::normalized_damerau_levenshtein(&folded, &whole);
        // People leave out the first part of an id (`gender/…`), and write only as much as they remember.
        if let Some((_, last)) = candidate.rsplit_once('/') {
            score = score.max(strsim::normalized_damerau_levenshtein(&folded, &fold(last)));
        }
        if folded.len() >= TELLING && whole.contains(&folded) {
            score = score.max(SIMILAR);
        }
        if score >= SIMILAR && best.is_none_or(|(top, _)| score > top) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A name without case, umlauts, spaces and signs, so that spellings of one name compare equal. A sign
/// between two digits stays as a hyphen: `2.0` is not `20`.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut apart = false;
    for ch in name.chars().flat_map(char::to_lowercase) {
        match ch {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            '<' | '>' => folded.push(ch),
            // The dots of a decomposed umlaut, as macOS writes file names.
            '\u{308}' => folded.push('e'),
            ch if ch.is_alphanumeric() => {
                let digits =
                    ch.is_ascii_digit() && folded.ends_with(|last: char| last.is_ascii_digit());
                if apart && digits {
                    folded.push('-');
                }
                folded.push(ch);
            }
            _ => {
                apart = true;
                continue;
            }
        }
        apart = false;
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_meant_and_none_where_all_are_far() {
        let rules = [
            "gender/stable-codes",
            "gender/four-entries-storable",
            "a11y/page-title",
        ];
        let meant = |written| nearest(written, rules.into_iter());
        assert_eq!(meant("gender/stabel-codes"), Some("gender/stable-codes"));
        assert_eq!(
            meant("four-entries-storabel"),
            Some("gender/four-entries-storable")
        );
        assert_eq!(meant("four-entries"), Some("gender/four-entries-storable"));
        assert_eq!(meant("Page Title"), Some("a11y/page-title"));
        assert_eq!(meant("contrast"), None);
        assert_eq!(meant(""), None);
    }
}
