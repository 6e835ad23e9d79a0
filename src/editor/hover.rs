//! What stands behind a mark, as Markdown: what was found, and the rule as `rules explain` tells it.

use super::judgement::{Judgement, Mark};
use crate::report::plain;

/// More marks at one place are not explained at once.
const MOST_MARKS: usize = 5;

/// The marks in words. Rules and scanned texts may come from anybody: whatever they hold stays text.
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
