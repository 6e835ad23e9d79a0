use scraper::Html;

use super::*;
use crate::model::LinkedSheets;

/// Colour, background, size and weight of the element with the id `x`.
fn computed(css: &str, markup: &str) -> String {
    let html = Html::parse_document(&format!("<style>{css}</style>{markup}"));
    let index = Index::new(&html);
    let styles = Styles::new(&index, &LinkedSheets::default());
    let all = ComputedStyles::new(&index, &styles);
    let at = index
        .by_id("x")
        .and_then(|target| index.position(target.id()))
        .expect("a target");
    let style = all.get(at).expect("computed");
    let show = |color: Option<Rgba>| color.map_or("?".to_owned(), |color| color.to_string());
    let background = match style.background {
        Some(color) if color.is_transparent() => "none".to_owned(),
        color => show(color),
    };
    let size = style
        .font_size
        .map_or("?".to_owned(), |size| format!("{size:.1}"));
    let weight = style
        .font_weight
        .map_or("?".to_owned(), |weight| weight.to_string());
    format!("{} {background} {size} {weight}", show(style.text_color()))
}

#[test]
fn styles_are_computed_as_browsers_do() {
    let x = "<div><p id=x class=a>";
    for (css, markup, expected) in [
        ("", x, "#000000 none 16.0 400"),
        (
            "div{color:red;background:#eee;font:bold 20px x}",
            x,
            "#ff0000 none 20.0 700",
        ),
        ("p{color:red;color:reddish}", x, "#ff0000 none 16.0 400"),
        (
            "p{color:red} .a{color:unset} div{color:blue}",
            x,
            "#0000ff none 16.0 400",
        ),
        (
            "p{color:red} .a{color:initial} div{color:blue}",
            x,
            "#000000 none 16.0 400",
        ),
        (
            "div{background:#eee} p{background:inherit}",
            x,
            "#000000 #eeeeee 16.0 400",
        ),
        (
            "p{color:#00f;background:currentcolor}",
            x,
            "#0000ff #0000ff 16.0 400",
        ),
        (
            "p{background:red;background:url(x) no-repeat}",
            x,
            "#000000 none 16.0 400",
        ),
        (
            "p{background-color:red;background:foo bar}",
            x,
            "#000000 #ff0000 16.0 400",
        ),
        (
            ":root{--c:#123456} p{color:var(--c)}",
            x,
            "#123456 none 16.0 400",
        ),
        (
            ":root{--r:1,2,3} p{background:rgba(var(--r),var(--o,1))}",
            x,
            "#000000 #010203 16.0 400",
        ),
        ("p{color:var(--c)}", x, "? none 16.0 400"),
        // An empty variable makes the declaration invalid, and weaker ones stay overridden.
        (
            "div{color:red} p{color:blue} #x{--c: ;color:var(--c)}",
            x,
            "#ff0000 none 16.0 400",
        ),
        (
            "p{--Farbe:#123456;--farbe:red;color:var(--Farbe)}",
            x,
            "#123456 none 16.0 400",
        ),
        (
            "p{background-color:blue} #x{--b:inherit;background:var(--b)}",
            x,
            "#000000 none 16.0 400",
        ),
        (
            "p{color:blue} @supports(foo:bar){#x{--c:red}} #x{color:var(--c)}",
            x,
            "? none 16.0 400",
        ),
        (
            "div{--c:red} p{--c:blue;color:var(--c)}",
            x,
            "#0000ff none 16.0 400",
        ),
        (
            "@media(min-width:40em){p{color:red}}",
            x,
            "#ff0000 none 16.0 400",
        ),
        (
            "@media(max-width:40em){p{color:red}}",
            x,
            "#000000 none 16.0 400",
        ),
        ("@supports(foo:bar){p{color:red}}", x, "? none 16.0 400"),
        (
            "@supports(foo:bar){p{color:red}} #x{color:blue}",
            x,
            "#0000ff none 16.0 400",
        ),
        ("p:checked{color:red}", x, "? none 16.0 400"),
        ("p:hover{color:red}", x, "#000000 none 16.0 400"),
        ("p{color:ButtonText}", x, "? none 16.0 400"),
        (
            "html{font-size:62.5%} p{font-size:1.4rem}",
            x,
            "#000000 none 14.0 400",
        ),
        (
            "div{font-size:20px} p{font-size:120%;font-weight:bolder}",
            x,
            "#000000 none 24.0 700",
        ),
        ("p{font-size:calc(1rem + 1vw)}", x, "#000000 none 28.8 400"),
        ("p{-webkit-text-fill-color:red}", x, "#ff0000 none 16.0 400"),
        ("", "<h2 id=x>", "#000000 none 24.0 700"),
        ("", "<a href=y id=x>", "#0000ee none 16.0 400"),
        (
            "a{color:inherit} div{color:red}",
            "<div><a href=y id=x>",
            "#ff0000 none 16.0 400",
        ),
        ("", "<a id=x>", "#000000 none 16.0 400"),
        (
            "body{font:20px x}",
            "<button id=x>",
            "#000000 #efefef 13.3 400",
        ),
        (
            "button{font:inherit} body{font:20px x}",
            "<button id=x>",
            "#000000 #efefef 20.0 400",
        ),
        (
            "",
            "<table><tr bgcolor=#ccc><td><font id=x color=red>",
            "#ff0000 none 16.0 400",
        ),
        (
            "p{color:red!important}",
            "<p id=x style='color:blue'>",
            "#ff0000 none 16.0 400",
        ),
        (
            "p{color:red}",
            "<p id=x style='color:blue'>",
            "#0000ff none 16.0 400",
        ),
    ] {
        assert_eq!(computed(css, markup), expected, "{css} {markup}");
    }
}
