use scraper::Html;

use super::*;

fn display(css: &str, markup: &str) -> String {
    let html = Html::parse_document(&format!("<style>{css}</style>{markup}"));
    let index = Index::new(&html);
    let styles = Styles::new(&index, &LinkedSheets::default());
    let target = index.by_id("x").expect("a target");
    let position = index.position(target.id()).expect("indexed");
    format!("{:?}", styles.value(position, Property::Display))
}

#[test]
fn the_strongest_declaration_wins() {
    let x = "<div><p id=x class=a>";
    for (css, markup, expected) in [
        ("p{display:none}", x, "Value(\"none\")"),
        (".a{display:block} p{display:none}", x, "Value(\"block\")"),
        (
            "p{display:none!important} #x{display:block}",
            x,
            "Value(\"none\")",
        ),
        (
            "p{display:none}",
            "<p id=x style='display:block'>",
            "Value(\"block\")",
        ),
        ("p:hover{display:none}", x, "Unset"),
        ("p::before{display:none}", x, "Unset"),
        ("@media(max-width:9em){p{display:none}}", x, "Open"),
        ("@media print{p{display:none}}", x, "Unset"),
        ("div > p:not(.b){display:none}", x, "Value(\"none\")"),
        ("p:checked{display:none}", x, "Open"),
        ("p{display:var(--d)}", x, "Open"),
        ("q{display:none}", x, "Unset"),
        (":not(:is(a)).a{display:none}", x, "Value(\"none\")"),
        ("p:not(:is(.a, a)){display:none}", x, "Unset"),
        (
            "div{display:grid; &>.a{display:none}}",
            x,
            "Value(\"none\")",
        ),
        (
            "@layer a{#x{display:none}} p{display:block}",
            x,
            "Value(\"block\")",
        ),
        (
            "@layer a,b; @layer b{p{display:none}} @layer a{#x{display:block}}",
            x,
            "Value(\"none\")",
        ),
        (
            "@layer a{p{display:none!important}} #x{display:block!important}",
            x,
            "Value(\"none\")",
        ),
        ("p{display:none; &.b{display:block}}", x, "Value(\"none\")"),
        ("p{&{display:block} display:none}", x, "Value(\"none\")"),
        ("p{@media print{&{display:none}}}", x, "Unset"),
        ("p{@media(max-width:9em){display:none}}", x, "Open"),
        (
            ":is(#y, p){display:none} .a{display:block}",
            x,
            "Value(\"none\")",
        ),
        (
            ":where(#x){display:none} p{display:block}",
            x,
            "Value(\"block\")",
        ),
    ] {
        assert_eq!(display(css, markup), expected, "{css}");
    }
}

#[test]
fn sheets_that_cannot_be_applied_in_full_leave_doubt() {
    let is_external = |css: &str| {
        let html = Html::parse_document(&format!("<style>{css}</style><p>"));
        Styles::new(&Index::new(&html), &LinkedSheets::default()).external
    };
    assert!(is_external(&"p{top:0;".repeat(100)));
    assert!(is_external(&"p{top:0}".repeat(MOST_RULES + 1)));
    assert!(is_external("@import 'x.css';"));
    assert!(!is_external(&"p{top:0}".repeat(MOST_RULES)));
}

#[test]
fn generated_content_is_told_apart() {
    let html = Html::parse_document("<style>p:before{content:'a'}</style><p id=x>");
    let index = Index::new(&html);
    let styles = Styles::new(&index, &LinkedSheets::default());
    let at = index
        .by_id("x")
        .and_then(|target| index.position(target.id()))
        .expect("indexed");
    assert_eq!(
        styles.generated_content(at, Pseudo::Before),
        Computed::Value("'a'")
    );
    assert_eq!(styles.generated_content(at, Pseudo::After), Computed::Unset);
}

#[test]
fn what_is_cut_is_said_and_leaves_everything_open() {
    let cut_short = |css: &str| {
        let html = Html::parse_document(&format!("<style>{css}</style><p id=x>"));
        Styles::new(&Index::new(&html), &LinkedSheets::default()).cut_short
    };
    assert!(cut_short(&"p{".repeat(100)));
    assert!(cut_short(&format!(
        "*{{{}top:0",
        format!("{}{{", "&".repeat(60)).repeat(14)
    )));
    assert!(!cut_short("p{b{top:0}} @import 'x.css';"));
}

proptest::proptest! {
    /// Narrowing the candidates never loses a match, but may keep too many.
    #[test]
    fn an_element_that_a_selector_matches_is_always_tried(
        markup in "(<(div|ul|p|b)( id=[xyz])?( class='[abc]( [abc])?')?( data-[kl])?>|</(div|ul|b)>){1,24}",
        css in "([.][abc]|#[xyz]|div|ul|p|b|[*]|:root|\\[data-[kl]\\]|:is\\([.]a\\)|:not\\(b\\))([.][abc]|:first-child)?\
            (( | > | [+] | ~ )([.][abc]|#[xyz]|div|b|[*]|\\[data-k\\])([.][abc]|::before)?){0,3}",
    ) {
        let html = Html::parse_document(&markup.repeat(3));
        let index = Index::new(&html);
        let keys = PageKeys::new(&index);
        let sheet = css::parse_sheet(&format!("{css}{{top:0}}"));
        let budget = budget_of(&index);
        for rule in &sheet.rules {
            let selector = &rule.selector;
            let tried: Vec<usize> = keys
                .candidates(&index, selector)
                .into_iter()
                .filter(|at| keys.around.may_hold(*at, &selector.ancestors))
                .collect();
            let mut matcher = Matcher::new(selector, &budget);
            let matching = index
                .elements()
                .enumerate()
                .filter(|(_, element)| !matcher.matches(*element).is_no())
                .map(|(at, _)| at);
            for at in matching {
                proptest::prop_assert!(tried.contains(&at), "{css} on {at}");
                proptest::prop_assert!(keys.may_hold(&selector.ancestors));
            }
        }
    }
}
