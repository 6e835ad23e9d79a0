//! Explains a mark as Markdown: what was found, and the rule as in `rules explain`.

use super::judgement::{Judgement, Mark};
use crate::report::plain;

/// Maximum number of marks explained at one place.
const MOST_MARKS: usize = 5;

/// The marks in words. Rules and scanned texts may come from anyone, so their Markdown is escaped.
pub fn hover(judgement: &Judgement, marks: &[&Mark]) -> String {
    let shown = marks.iter().take(MOST_MARKS);
    let parts: Vec<String> = shown.map(|mark| of_mark(judgement, mark)).collect();
    parts.join("\n\n---\n\n")
}

fn of_mark(judgement: &Judgement, mark: &Mark) -> String {
    let message = lines(&mark.message);
    let Some(rule) = judgement.rule(mark) else {
        return format!("{message}\n\n*{}*", plain(&mark.code));
    };
    let title = plain(&rule.title);
    let mut page = format!("**{title}** ({})\n\n{message}", plain(&mark.code));
    for (heading, body) in &rule.parts {
        page.push_str(&format!("\n\n**{}:** {}", plain(heading), lines(body)));
    }
    page
}

fn lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(plain).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Loudness;

    #[test]
    fn what_others_wrote_stays_text() {
        let mark = Mark {
            range: Default::default(),
            loudness: Loudness::Note,
            code: "x".to_owned(),
            explained_at: None,
            message: "![](https://example.org/x.png) <img src=x>\n# y".to_owned(),
            related: Vec::new(),
            finding: None,
        };
        let page = hover(&Judgement::default(), &[&mark]);
        assert!(!page.contains("![](") && !page.contains(" <img"), "{page}");
        assert!(!page.contains("://") && page.contains("\\# y"), "{page}");
    }
}
