use std::time::{Duration, Instant};

use scraper::Html;

use super::super::Index;
use super::super::Truth;
use super::*;

fn shape(text: &str) -> Vec<String> {
    parse_sheet(text).rules.iter().map(show).collect()
}

fn show(rule: &StyleRule) -> String {
    let declared: Vec<String> = rule
        .declarations
        .iter()
        .map(|one| {
            let mark = if one.important { "!" } else { "" };
            format!("{}={}{mark}", one.property, one.value)
        })
        .collect();
    let selector = &rule.selector;
    format!("{selector} {:?} {}", rule.media.screens, declared.join(";"))
}

/// Whether the only selector of a sheet matches the element with the id `x`.
fn matches(selector: &str, markup: &str) -> Truth {
    let html = Html::parse_document(markup);
    let index = Index::new(&html);
    let element = index.by_id("x").expect("a target");
    let sheet = parse_sheet(&format!("{selector}{{top:0}}"));
    let [rule] = sheet.rules.as_slice() else {
        panic!("{selector}: {:?}", sheet.rules);
    };
    let budget = Budget::new(1_000_000);
    Matcher::new(&rule.selector, &budget).matches(element)
}

#[test]
fn rules_are_read_with_their_conditions() {
    assert_eq!(
        shape(
            "/* } */ @import 'x.css'; .a, b > c { Display: none !important; content: \"}\" }
             @media print { d { visibility:hidden } } @media (min-width:1px) { e { top: 0 } }
             @font-face { src: url(x) } @supports (top: 0) { @layer base { f[x=','] { left: 1px } } }
             h{i:j"
        ),
        [
            ".a Always display=none!;content=\"}\"",
            "b > c Always display=none!;content=\"}\"",
            "d Never visibility=hidden",
            "e Sometimes top=0",
            "f[x=\",\"] Sometimes left=1px",
            "h Always i=j",
        ]
    );
    let imports = |text: &str| -> Vec<String> {
        let imports = parse_sheet(text).imports.into_iter();
        let shown = imports.map(|import| format!("{} {:?}", import.address, import.media.screens));
        shown.collect()
    };
    assert_eq!(imports("@import 'x.css';"), ["x.css Always"]);
    assert_eq!(
        imports("@layer a, b; @import url(x.css) layer(a) print; @import 'y' supports(top: 0);"),
        ["x.css Never", "y Sometimes"]
    );
    assert_eq!(imports("a { content: '@import' } @import 'x';"), [""; 0]);
}

#[test]
fn layers_rank_by_where_they_are_named_first() {
    let first = "@layer a, b.c; x{t:0} @layer b{y{t:0} @layer d{z{t:0}}} @layer{u{t:0}}";
    let second =
        "@layer b.c{v{t:0}} @layer a{w{t:0}} @layer a, b{never{t:0}} @layer a .b{never{t:0}}";
    let mut layers = Layers::default();
    let mut rules = Vec::new();
    for text in [first, second] {
        let sheet = parse_sheet(text);
        let mut adopted = Vec::new();
        let all = sheet.layers.count();
        layers.adopt(&sheet.layers, Layer::UNLAYERED, all, &mut adopted);
        rules.extend(sheet.rules.into_iter().map(|rule| StyleRule {
            layer: rule.layer.among(&adopted),
            ..rule
        }));
    }
    let order = layers.order();
    let mut by_rank = |important| {
        rules.sort_by_key(|rule| order.precedence(rule.layer, important));
        let names: Vec<String> = rules.iter().map(|rule| rule.selector.to_string()).collect();
        names.concat()
    };
    assert_eq!(by_rank(false), "wvzyux");
    assert_eq!(by_rank(true), "xuyzvw");
}

#[test]
fn media_queries_add_up() {
    let sheet = parse_sheet(
        "@media screen { a { @media (orientation:\n portrait) { top: 0 } } } @media print { b { top: 0 } }",
    );
    let media: Vec<_> = sheet.rules.iter().map(|rule| &*rule.queries).collect();
    assert_eq!(media, ["screen (orientation:\n portrait)", "print"]);
}

#[test]
fn nested_rules_stand_for_their_parent() {
    assert_eq!(
        shape(
            ".a, b { top: 0; &.x { top: 1px } .y & { top: 2px } > z { top: 3px } :hover { top: 4px }
             @media print { top: 5px; u { top: 6px } } top: 7px; a:hover { top: 8px } }"
        ),
        [
            ".a Always top=0",
            "b Always top=0",
            ":is(.a, b).x Always top=1px",
            ".y :is(.a, b) Always top=2px",
            ":is(.a, b) > z Always top=3px",
            ":is(.a, b) :Interaction Always top=4px",
            ".a Never top=5px",
            "b Never top=5px",
            ":is(.a, b) u Never top=6px",
            ".a Always top=7px",
            "b Always top=7px",
            ":is(.a, b) a:Interaction Always top=8px",
        ]
    );
}

#[test]
fn generated_boxes_have_no_nested_rules() {
    assert_eq!(
        shape("a::before { top: 0; & b { top: 1px } } a::before, c { & b { top: 2px } }"),
        ["a::before Always top=0", ":is(c) b Always top=2px"]
    );
}

#[test]
fn invalid_parts_end_where_css_says() {
    for (text, expected) in [
        ("a{top:0;;bottom;left:1px}", "a Always top=0;left=1px"),
        ("a{*top:0;left:1px}", "a Always left=1px"),
        ("a{top:0 !ie;left:1px}", "a Always left=1px"),
        ("a{top:\"x;right:2px\n;left:1px}", "a Always left=1px"),
        ("a{top:)0;left:1px}", "a Always left=1px"),
        ("a{top:;left:1px}", "a Always left=1px"),
        ("a{t\\6f p:0}", "a Always top=0"),
        ("a{top:0/**/!/**/important/**/}", "a Always top=0!"),
        ("a{top:/* { */0/*;*/}", "a Always top=0"),
        ("a{--x:{left:1px};top:0}", "a Always --x={left:1px};top=0"),
        ("a,{top:0} b{top:1px}", "b Always top=1px"),
        ("a,..b{top:0} b{top:1px}", "b Always top=1px"),
        ("} b{top:1px} c{top:0}", "c Always top=0"),
        ("<!-- a{top:0} -->", "a Always top=0"),
        ("@x y; @z { b { top: 1px } } a{top:0}", "a Always top=0"),
    ] {
        assert_eq!(shape(text), [expected], "{text}");
    }
}

#[test]
fn style_attributes_hold_declarations_only() {
    let declared: Vec<String> = parse_declarations(
        "Top: 0 ! important; b{left:1px} ;@media x{right:2px} bottom: rgb(1;2) 3px; x:y{}; left:url(a;b)",
    )
    .into_iter()
    .map(|one| format!("{}={} {}", one.property, one.value, one.important))
    .collect();
    assert_eq!(
        declared,
        [
            "top=0 true",
            "bottom=rgb(1;2) 3px false",
            "left=url(a;b) false"
        ]
    );
}

#[test]
fn selectors_are_judged_in_three_values() {
    const LINK: &str = "<main><ul><li><li class='b c'><a id=x class='a-b m:d' href='#' lang=de>";
    const DIV: &str = "<main><div id=x class=a>";
    for (selector, markup, expected) in [
        (":not(:is(a))", LINK, Truth::No),
        (":not(:is(a))", DIV, Truth::Yes),
        (":not(:is(a, .b) .c)", LINK, Truth::Yes),
        ("div:not(:is(a)):not(.b)", DIV, Truth::Yes),
        (":where(li.c) > a", LINK, Truth::Yes),
        ("li:nth-child(2 of .b) a", LINK, Truth::No),
        ("li:nth-child(2):has(a) a", LINK, Truth::Yes),
        ("[HREF^='#' i]:not([lang|=en])", LINK, Truth::Yes),
        (".m\\:d.a\\2d b", LINK, Truth::Yes),
        ("a:checked", LINK, Truth::Unknown),
        ("a:not(:checked)", LINK, Truth::Unknown),
        ("a:is(:checked, [href])", LINK, Truth::Yes),
        ("b:checked", LINK, Truth::No),
        ("a:disabled", LINK, Truth::No),
        ("a:not(:disabled)", LINK, Truth::Yes),
        ("input:disabled", "<input id=x disabled>", Truth::Yes),
        (
            "input:enabled",
            "<fieldset disabled><input id=x>",
            Truth::No,
        ),
        ("a:lang(de)", LINK, Truth::Unknown),
        ("a:hover", LINK, Truth::No),
        ("a:not(:hover)", LINK, Truth::Unknown),
        ("a:is(:hover, [href])", LINK, Truth::Yes),
        ("a:not(:not(:hover))", LINK, Truth::No),
        ("main:has(:focus) a", LINK, Truth::No),
        ("a:nobody-knows(1, {2})", LINK, Truth::Unknown),
        (":host(.a) a", LINK, Truth::No),
        ("a:hover::after", LINK, Truth::No),
        ("a:first-child::after", LINK, Truth::Yes),
        ("a::after:hover", LINK, Truth::No),
    ] {
        assert_eq!(matches(selector, markup), expected, "{selector}");
    }
}

#[test]
fn specificity_counts_as_css_does() {
    let specificity = |text: &str| {
        let sheet = parse_sheet(&format!("{text}{{top:0}}"));
        sheet.rules.first().map(|rule| rule.selector.specificity())
    };
    for (left, right) in [
        (":where(#a) b", "b"),
        (":is(#a, b)", "#a"),
        (":not(.a, b)", ".a"),
        ("[a] b", ".a b"),
        ("a:hover", "a.b"),
    ] {
        assert_eq!(specificity(left), specificity(right), "{left}");
    }
    assert!(specificity("#a") > specificity(".a.b.c d e f"));
    let nested = parse_sheet("#a, b { & c { top: 0 } }");
    let nested = nested.rules.first().map(|rule| rule.selector.specificity());
    assert_eq!(nested, specificity("#a c"));
}

#[test]
fn the_subject_narrows_the_elements_to_try() {
    let sheet = parse_sheet(
        "a #b.c::before{t:0} .c:hover{t:0} x > y{t:0} [z]{t:0} SVG{t:0} .p { &:hover{t:0} &, q{r &{t:0}} }",
    );
    let keys: Vec<Key<'_>> = sheet.rules.iter().map(|rule| rule.selector.key()).collect();
    assert_eq!(
        keys,
        [
            Key::Id("b"),
            Key::Class("c"),
            Key::Name("y"),
            Key::Attribute("z"),
            Key::Any,
            Key::Class("p"),
            Key::Any,
        ]
    );
}

/// Generous: a quadratic parser takes minutes for the same.
const LONGEST: Duration = Duration::from_secs(120);

#[test]
fn hostile_sheets_cost_little() {
    const LEVELS: usize = 10_000;
    let long = 1_000_000;
    let started = Instant::now();
    for unit in [
        "@layer a.a{",
        "@layer a.",
        "@layer a.b,",
        "a{",
        "a:b{",
        "a:hover{",
        "&{",
        "a{top:0;",
        "@media x{",
        "@media x{a{",
        "a{--x:{",
        "@layer{",
        "(",
        "[",
        ":is(",
        ":not(",
        "a:is(",
        "a{top:(",
        "a{top:f(",
        "a{b:var(",
        "\"",
        "/*",
        "url(",
        "\\",
        "}",
        "{}",
        "a}",
        ")",
        "!",
        "<!--",
        "a,",
        "a ",
        "* + ",
        "&",
        "& ",
        ":has(",
        "\0",
        "\u{feff}",
        "é",
    ] {
        parse_sheet(&unit.repeat(LEVELS));
        parse_sheet(&format!("x{{{}", unit.repeat(LEVELS)));
        parse_declarations(&unit.repeat(LEVELS));
    }
    for unit in [
        "a{b:c}",
        "a{b:c;d{e:f}",
        "@}{\";",
        "a,b{",
        ";",
        "a{b",
        "a:b{c;d}",
        "\u{1f600}{:",
    ] {
        parse_sheet(&unit.repeat(long / unit.len()));
        parse_declarations(&unit.repeat(long / unit.len()));
    }
    assert!(started.elapsed() < LONGEST, "{:?}", started.elapsed());
}

#[test]
fn deep_and_endless_sheets_are_cut_and_say_so() {
    assert!(parse_sheet(&"a{top:0;".repeat(1_000)).truncated);
    assert!(parse_sheet(&"@media x{".repeat(1_000)).truncated);
    let many = format!(
        "{}{{{}}}",
        vec!["a"; 10_000].join(","),
        "top:0;b{top:0}".repeat(10_000)
    );
    assert!(parse_sheet(&many).truncated);
    assert!(!parse_sheet("a{b{c{top:0}}}").truncated);
    // The meaning of `&` multiplies from block to block.
    let multiplied = format!("*{{{}top:0", format!("{}{{", "&".repeat(60)).repeat(14));
    assert!(parse_sheet(&multiplied).truncated);
    // Rules after the cut are still read.
    let text = format!("{}{} z{{top:0}}", "a{".repeat(100), "}".repeat(100));
    assert_eq!(shape(&text), ["z Always top=0"]);
}

#[test]
fn matching_ends_when_its_budget_does() {
    let depth = 60;
    let html = Html::parse_document(&format!("{}<p id=x>", "<div>".repeat(depth)));
    let index = Index::new(&html);
    let element = index.by_id("x").expect("a target");
    let nested = format!("q {{ {} top:0", "* { ".repeat(12));
    let doubled = format!("q {{ {} top:0", "& * & * { ".repeat(10));
    for text in [nested, doubled] {
        let sheet = parse_sheet(&text);
        let rule = sheet.rules.first().expect("a rule");
        let budget = Budget::new(100_000);
        let matches = Matcher::new(&rule.selector, &budget).matches(element);
        assert_eq!(
            (matches, budget.is_spent()),
            (Truth::Unknown, true),
            "{text}"
        );
    }
}

#[test]
fn long_selectors_do_not_exhaust_the_stack() {
    let html = Html::parse_document(&format!("{}<p id=x>", "<p></p>".repeat(2_000)));
    let index = Index::new(&html);
    let element = index.by_id("x").expect("a target");
    let level = format!("& + {} * {{", "* + ".repeat(28));
    let sheet = parse_sheet(&format!("* {{ {} top:0", level.repeat(15)));
    let rule = sheet.rules.first().expect("a rule");
    let budget = Budget::new(10_000_000);
    assert_eq!(
        Matcher::new(&rule.selector, &budget).matches(element),
        Truth::Yes
    );
    assert!(
        parse_sheet(&format!("{} a{{top:0}}", "a ".repeat(100)))
            .rules
            .is_empty()
    );
}
