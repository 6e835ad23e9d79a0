use super::*;
use crate::a11y::test::with_view;

/// The contrast of the text of the element with the id `x`.
fn sight(css: &str, markup: &str) -> String {
    let page = format!("<!doctype html><style>{css}</style>{markup}");
    with_view(&page, |view| {
        let target = view.index.by_id("x").expect("a target").id();
        let Some(sight) = view.text_sights().iter().find(|one| one.element == target) else {
            return "none".to_owned();
        };
        let shown = match &sight.contrast {
            Contrast::Unknown(obstacle, _) => format!("{obstacle:?}"),
            Contrast::Between {
                lowest, highest, ..
            } if (highest - lowest).abs() < 0.01 => format!("{highest:.2}"),
            Contrast::Between {
                lowest, highest, ..
            } => format!("{lowest:.2}-{highest:.2}"),
        };
        match sight.excuse {
            Some(excuse) => format!("{shown} {excuse:?}"),
            None => shown,
        }
    })
}

#[test]
fn text_is_seen_against_what_is_painted_behind_it() {
    let x = "<div><p id=x>Text";
    let mut wrong = Vec::new();
    for (css, markup, expected) in [
        ("", x, "21.00"),
        ("p{color:#767676}", x, "4.54"),
        ("p{color:#aaa} div{background:#fff}", x, "2.32"),
        ("p{color:rgb(0 0 0 / 50%)}", x, "3.98"),
        ("p{color:#000} div{opacity:.5}", x, "3.98"),
        ("body{background:#000} p{color:#fff}", x, "21.00"),
        ("p{color:#fff}", x, "none"),
        ("div{background:rgb(0 0 0 / 50%)} p{color:#fff}", x, "3.98"),
        (
            "div{background:linear-gradient(#fff, #aaa)} p{color:#777}",
            x,
            "1.93-4.48",
        ),
        (
            "div{background:linear-gradient(#fff, #eee)} p{color:#ccc}",
            x,
            "1.38-1.61",
        ),
        ("div{background:url(x)}", x, "Picture"),
        ("div{background:url(x) no-repeat}", x, "21.00 Picture"),
        ("div{background:url(x)} p{background:#fff}", x, "21.00"),
        ("p{text-shadow:0 0 2px #000}", x, "21.00 Shadow"),
        (
            "p{background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent}",
            x,
            "Picture",
        ),
        ("div{filter:invert(1)}", x, "Effect"),
        ("p{position:absolute}", x, "Placed"),
        ("p{position:absolute;background:#eee}", x, "18.10"),
        ("p{position:relative}", x, "21.00"),
        ("p{position:relative;top:-40px}", x, "Placed"),
        ("p{margin-top:-40px}", x, "Placed"),
        ("div{margin:0 -15px}", x, "21.00"),
        ("p{transform:translate(10px)}", x, "Placed"),
        ("p{transform:translateZ(0)}", x, "21.00"),
        ("p{color:ButtonText}", x, "Color"),
        ("div{background:var(--x)}", x, "Background"),
        (
            "p::before{content:'';position:absolute;inset:0;background:red;z-index:-1}",
            x,
            "Overlap",
        ),
        (
            "p::before{content:'';position:absolute;left:0;width:4px;height:4px;background:red}",
            x,
            "21.00",
        ),
        ("p{position:absolute;clip:rect(0,0,0,0)}", x, "none"),
        ("p{display:none}", x, "none"),
        ("p{visibility:hidden}", x, "none"),
        ("@media(min-width:40em){p{display:none}}", x, "none"),
        // A float may protrude from its container.
        (
            "div{background:#000} p{float:left;color:#fff}",
            x,
            "1.00-21.00",
        ),
        (
            "div{background:#000;overflow:hidden} p{float:left;color:#fff}",
            x,
            "21.00",
        ),
        (
            "div{background:#000} p{float:left;color:#f00}",
            x,
            "4.00-5.25",
        ),
        (
            "img{position:absolute} p{position:relative}",
            "<div><img src=y width=16><p id=x>Text",
            "21.00",
        ),
        (
            "input{position:absolute;z-index:-1;opacity:0}",
            "<div><input type=checkbox><label id=x>Text",
            "21.00",
        ),
        // An image behind everything.
        (
            "img{position:absolute;z-index:-1}",
            "<div><img src=y><p id=x>Text",
            "Overlap",
        ),
        (
            "img{position:absolute} p{position:relative}",
            "<div><img src=y><p id=x>Text",
            "Overlap",
        ),
        (
            "img{position:absolute}",
            "<div><img src=y><p id=x>Text",
            "21.00",
        ),
        (
            "img{position:absolute;z-index:-1} p{background:#fff}",
            "<div><img src=y><p id=x>Text",
            "21.00",
        ),
        (
            "div{z-index:1;position:relative} img{position:absolute;z-index:-1}",
            "<div><img src=y></div><p id=x>Text",
            "21.00",
        ),
        ("", "<p id=x aria-hidden=true>Text", "21.00 Decoration"),
        ("", "<a id=x class=navbar-brand>Text", "21.00 Logo"),
        ("", "<a id=x class='btn disabled'>Text", "21.00 Inactive"),
        ("", "<p id=x>→ · |", "none"),
        ("", "<button disabled id=x>Text", "none"),
        ("", "<fieldset disabled><label id=x>Text<input>", "none"),
        (
            "",
            "<label id=x for=y>Text</label><input id=y disabled>",
            "none",
        ),
        (
            "",
            "<span id=x>Text</span><div role=button aria-disabled=true aria-labelledby=x>",
            "none",
        ),
        (
            "",
            "<div role=group aria-disabled=true><p id=x>Text",
            "none",
        ),
        ("", "<select><option id=x>Text", "none"),
        ("", "<svg><text id=x>Text", "none"),
    ] {
        let found = sight(css, markup);
        if found != expected {
            wrong.push(format!("{css} {markup}: {found}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn large_text_is_18_points_or_14_in_bold() {
    for (css, expected) in [
        ("font-size:24px", Some(true)),
        ("font-size:18pt", Some(true)),
        ("font-size:23px", Some(false)),
        ("font:bold 14pt x", Some(true)),
        ("font:bold 18px x", Some(false)),
        ("font:600 20px x", Some(false)),
        ("font-size:var(--x)", None),
        ("font-size:20px;font-weight:var(--x)", None),
    ] {
        let page = format!("<p style='{css}'>Text");
        let large = with_view(&page, |view| view.text_sights()[0].is_large());
        assert_eq!(large, expected, "{css}");
    }
}
