use super::*;
use crate::a11y::test::with_view;

fn named(markup: &str) -> String {
    with_view(markup, |view| {
        let element = view.index.by_id("x").expect("a target");
        let name = name(view, element);
        match name.is_empty() {
            Truth::Yes => "(empty)".to_owned(),
            Truth::Unknown => "(open)".to_owned(),
            Truth::No => name.text,
        }
    })
}

#[test]
fn names_come_from_the_strongest_source() {
    for (markup, expected) in [
        (
            "<button id=x aria-labelledby='a b' aria-label=c>d</button><i id=a>A</i><i id=b>B</i>",
            "A B",
        ),
        (
            "<button id=x aria-labelledby=nix aria-label=c>d</button>",
            "c",
        ),
        ("<button id=x aria-labelledby=a>d</button><i id=a></i>", "d"),
        ("<button id=x aria-label=' '>d</button>", "d"),
        (
            "<button id=x aria-labelledby='x a' aria-label=L></button><i id=a>A</i>",
            "L A",
        ),
        ("<button id=x title=t></button>", "t"),
        ("<button id=x><img alt=''></button>", "(empty)"),
        ("<a id=x href=y><img alt='' title=t></a>", "(empty)"),
        ("<a id=x href=y><video>Ersatz</video></a>", "(empty)"),
        ("<button id=x aria-owns=a>b </button><i id=a>a</i>", "b a"),
        (
            "<p><i id=a aria-owns=b>a</i><button id=x>c<i id=b>b</i></button>",
            "c",
        ),
        (
            "<button id=x><p style='content-visibility:hidden'>a</p>b</button>",
            "b",
        ),
        ("<input id=x type=checkbox placeholder=p>", "(empty)"),
        ("<output id=x>a</output>", "(empty)"),
        ("<button id=x><img alt=Bild> <b>x</b></button>", "Bild x"),
        ("<button id=x>a<p>b</p>c</button>", "a b c"),
        ("<button id=x>a<b>b</b>c</button>", "abc"),
        (
            "<a id=x href=y><svg><title>Titel</title></svg></a>",
            "Titel",
        ),
        ("<a id=x href=y><span aria-label=innen></span></a>", "innen"),
        ("<input id=x type=submit>", "Submit"),
        ("<input id=x type=submit value=''>", "(empty)"),
        ("<input id=x type=button>", "(empty)"),
        ("<input id=x type=image alt=Suche>", "Suche"),
        ("<input id=x placeholder=p>", "p"),
        ("<input id=x placeholder=p title=t>", "t"),
        (
            "<label for=x>a</label><label for=x>b</label><input id=x>",
            "a b",
        ),
        ("<label>a <input id=x value=v> b</label>", "a b"),
        (
            "<label>Nach <input value=5> Minuten <input id=x></label>",
            "(empty)",
        ),
        (
            "<label for=x>Nach <input value=5> Minuten</label><input id=x type=checkbox>",
            "Nach 5 Minuten",
        ),
        ("<label>a <p id=x role=textbox></p></label>", "(empty)"),
        ("<fieldset id=x><legend>L</legend>", "L"),
        ("<table id=x><caption>C</caption>", "C"),
        ("<img id=x>", "(empty)"),
        ("<img id=x title=t>", "t"),
        (
            "<figure><img id=x><figcaption>c</figcaption></figure>",
            "(open)",
        ),
        ("<h1 id=x>&nbsp;</h1>", "(empty)"),
        ("<p id=x role=textbox>inhalt</p>", "(empty)"),
    ] {
        assert_eq!(named(markup), expected, "{markup}");
    }
}

#[test]
fn hidden_text_counts_only_when_it_is_referred_to() {
    for (markup, expected) in [
        ("<button id=x><i hidden>a</i></button>", "(empty)"),
        ("<button id=x><i aria-hidden=true>a</i></button>", "(empty)"),
        (
            "<button id=x><i style='visibility:hidden'>a</i>b</button>",
            "b",
        ),
        (
            "<button id=x aria-labelledby=a></button><p id=a hidden>A<b>B</b></p>",
            "AB",
        ),
        (
            "<button id=x aria-labelledby=a></button><p id=a>A<b hidden>B</b></p>",
            "A",
        ),
        // Icons of an icon font have no spoken form.
        (
            "<style>#x::before{content:'\\e900'}</style><button id=x></button>",
            "(empty)",
        ),
        ("<button id=x>&#xe99a;</button>", "(empty)"),
        ("<button id=x>&#xe99a; Weiter</button>", "Weiter"),
        ("<button id=x title=t>&#xe99a;</button>", "t"),
        // Browsers differ.
        ("<label for=x hidden>a</label><input id=x>", "(open)"),
    ] {
        assert_eq!(named(markup), expected, "{markup}");
    }
}

#[test]
fn what_markup_cannot_tell_stays_open() {
    for (markup, expected) in [
        (
            "<style>#x::before{content:'vor'}</style><button id=x></button>",
            "vor",
        ),
        (
            "<link rel=stylesheet href=y><button id=x><i class=icon></i></button>",
            "(empty)",
        ),
        (
            "<link rel=stylesheet href=y><button id=x><i class=icon-plus></i></button>",
            "(open)",
        ),
        (
            "<link rel=stylesheet href=y><button id=x class=a></button>",
            "(open)",
        ),
        (
            "<link rel=stylesheet href=y><button id=x class=a><i class=icon></i>Text</button>",
            "Text",
        ),
        (
            "<link rel=stylesheet href=y><input id=x class=a>",
            "(empty)",
        ),
        ("<button id=x><my-icon></my-icon></button>", "(open)"),
        ("<button id=x v-text=y></button>", "(open)"),
        ("<input id=x :aria-label=y>", "(open)"),
        (
            "<button id=x></button><script>x.textContent = 1</script>",
            "(open)",
        ),
        ("<button id=x><?php echo 1 ?></button>", "(open)"),
        (
            "<input id=x aria-labelledby=spaeter><script src=y></script>",
            "(open)",
        ),
    ] {
        assert_eq!(named(markup), expected, "{markup}");
    }
}

#[test]
fn deep_nesting_ends() {
    let markup = format!("<button id=x>{}a", "<b>".repeat(900));
    assert_eq!(named(&markup), "(open)");
}

#[test]
fn a_text_that_names_many_is_kept_in_part() {
    let markup = format!(
        "<p id=t>{}<button id=x aria-labelledby=t>",
        "lang ".repeat(9_000)
    );
    let (length, empty, known) = with_view(&markup, |view| {
        let button = view.index.by_id("x").expect("a button");
        let name = view.name(button);
        (name.text.len(), name.is_empty(), name.known().is_some())
    });
    assert!(length <= super::MOST_TEXT, "{length}");
    assert_eq!(empty, Truth::No);
    assert!(!known, "the rest is missing");
}

#[test]
fn a_control_in_the_text_that_names_it_leaves_itself_out() {
    let markup = "<p id=t>vor <input id=a aria-labelledby=t value=A> und <input id=b aria-labelledby=t value=B>\
                  <i id=c role=button aria-labelledby=t></i>";
    let names = with_view(markup, |view| {
        ["a", "b", "c"].map(|id| {
            let element = view.index.by_id(id).expect("an element");
            view.name(element).text.clone()
        })
    });
    assert_eq!(names, ["vor und B", "vor A und", "vor A und B"]);
}
