//! Tests of the trees built from templates.

use std::fmt::Write;

use ego_tree::NodeRef;
use scraper::Node;

use super::markup::{self, Act};
use super::{Begin, Builder, Dialect, End, Names};
use crate::model::{HOLE, PageModel, SourceText, Span};
use crate::topic::{Component, ComponentFile, Components};

fn page(text: &str, dialect: Dialect, acts: &[(Span, Act)], components: &Components) -> PageModel {
    let names = Names::new(components);
    let implied = matches!(dialect, Dialect::Server | Dialect::Angular);
    let mut builder = Builder::new(implied);
    let whole = Span::new(0, text.len());
    markup::read(text, whole, dialect, acts, &names, &mut builder);
    let page = builder.finish("a", &SourceText::new(text), "test");
    page.expect("within limits")
}

/// The body as text: elements with what is unknown about them (`*` any attribute, `?` kind, `+` content, `~` place, `=`
/// a stand-in), the unknown attributes, and the number of their branch.
fn shape(page: &PageModel) -> String {
    let mut out = String::new();
    let body = page.html.root_element().children().last();
    for child in body.into_iter().flat_map(|body| body.children()) {
        write_node(page, child, &mut out);
    }
    out
}

fn write_node(page: &PageModel, node: NodeRef<'_, Node>, out: &mut String) {
    match node.value() {
        Node::Text(text) => out.push_str(&text.trim().replace(HOLE, "…")),
        Node::Element(element) => {
            let _ = write!(out, "<{}", element.name());
            if let Some(unknown) = page.unknowns.of(node.id()) {
                for (is, mark) in [
                    (unknown.any_attribute, '*'),
                    (unknown.kind, '?'),
                    (unknown.content && !unknown.kind, '+'),
                    (unknown.place, '~'),
                    (unknown.stand_in, '='),
                ] {
                    if is {
                        out.push(mark);
                    }
                }
                for name in &unknown.attributes {
                    let _ = write!(out, " {name}?");
                }
                if let Some(branch) = unknown.branch {
                    let _ = write!(out, " #{branch}");
                }
            }
            for (name, value) in element.attrs() {
                let _ = write!(out, " {name}={}", value.replace(HOLE, "…"));
            }
            out.push('>');
            for child in node.children() {
                write_node(page, child, out);
            }
            let _ = write!(out, "</{}>", element.name());
        }
        _ => {}
    }
}

fn of(dialect: Dialect, text: &str) -> String {
    shape(&page(text, dialect, &[], &Components::default()))
}

/// A server template: `[x]` is printed; `[if]`, `[else]`, `[end]`, `[for]` and `[block]` are statements.
fn server(text: &str) -> String {
    let mut acts = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('[').map(|start| at + start) {
        let end = start + text[start..].find(']').map_or(1, |end| end + 1);
        let act = match &text[start + 1..end - 1] {
            "if" => Act::Begin(Begin::If),
            "for" => Act::Begin(Begin::Loop),
            "block" => Act::Begin(Begin::Block),
            "wrap" => Act::Begin(Begin::Wrap),
            "else" => Act::Otherwise,
            "end" => Act::End(End::Any),
            _ => Act::Print,
        };
        acts.push((Span::new(start, end), act));
        at = end;
    }
    shape(&page(text, Dialect::Server, &acts, &Components::default()))
}

#[test]
fn values_are_known_or_not() {
    for (text, expected) in [
        (
            "<img alt='[x]' src=a[y]b>",
            "<img alt? src? alt=… src=a…[y]b></img>",
        ),
        ("<img [x]>", "<img*></img>"),
        (
            "<input type=[x] [if]disabled[end]>",
            "<input type? disabled?></input>",
        ),
        ("<a [if]title=b[end]>c</a>", "<a title? title=b>c</a>"),
        ("<p [block]id=a[end]>", "<p* id=a></p>"),
        ("<h[x]>a</h[x]>", "<x-hx?>a</x-hx>"),
        ("<p>&nbsp;[x]</p>", "<p+>…</p>"),
        ("<p data-[x]=a>", "<p data-[x]=a></p>"),
    ] {
        assert_eq!(server(text), expected, "{text}");
    }
}

#[test]
fn what_helpers_print_is_around_what_they_hold() {
    for (text, expected) in [
        (
            "<div>[wrap]<li>a</li><li>b</li>[end]</div>",
            "<div+>…<li~ #0>a</li><li~ #0>b</li></div>",
        ),
        (
            "<ul><li>a[wrap]<li>b[end]</ul>",
            "<ul><li+>a…<li~ #0>b</li></li></ul>",
        ),
    ] {
        assert_eq!(server(text), expected, "{text}");
    }
}

#[test]
fn tables_are_read_as_browsers_read_them() {
    for (text, expected) in [
        (
            "<table><thead><th>a<th>b</thead></table>",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead></table>",
        ),
        (
            "<tbody><td>a</td><tr><td>b</td></tr></tbody>",
            "<tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody>",
        ),
        (
            "<table><tr><form><td><input></td></form></tr></table><p>a</p>",
            "<table><tr><form></form><td><input></input></td></tr></table><p>a</p>",
        ),
    ] {
        assert_eq!(server(text), expected, "{text}");
    }
}

#[test]
fn branches_are_alternatives() {
    assert_eq!(
        server("[if]<a>1</a>[else]<b>2</b>[end]<i>3</i>"),
        "<a #0>1</a><b #1>2</b><i>3</i>"
    );
    assert_eq!(
        server("<ul>[for]<li>1[end]<li>2</ul>"),
        "<ul><li #0>1</li><li>2</li></ul>"
    );
    // One of two start tags, and a shared end tag.
    assert_eq!(
        server("<p>[if]<a href=1>[else]<a href=2>[end]x</a></p>"),
        "<p><a+~ #0 href=1>…</a><a+~ #1 href=2>…x</a></p>"
    );
    // The closed element was opened elsewhere.
    assert_eq!(
        server("<div>[x]<li>1</li></ul></div>"),
        "<div+~>…<li~>1</li></div>"
    );
}

#[test]
fn elements_end_as_in_browsers() {
    assert_eq!(
        server("<ul><li>1<li>2<ul><li>3</ul><li>4</ul><p>a<p>b<table><tr><td>c<td>d<tr></table>"),
        "<ul><li>1</li><li>2<ul><li>3</li></ul></li><li>4</li></ul><p>a</p><p>b</p>\
         <table><tr><td>c</td><td>d</td></tr><tr></tr></table>"
    );
    assert_eq!(server("<div/><b/>x"), "<div><b>x</b></div>");
    assert_eq!(
        server("<svg><linearGradient/><a/></svg><x-y/>z"),
        "<svg><linearGradient></linearGradient><a></a></svg><x-y?></x-y>z"
    );
    assert_eq!(
        server("a < b <script>if (a<b) '</i>'</script>c"),
        "a < b<script>if (a<b) '</i>'</script>c"
    );
}

#[test]
fn frameworks_bind() {
    assert_eq!(
        of(
            Dialect::Vue,
            "<p v-if='a' :title='t' :class='c' @click='x > 1'>{{ b }}</p><p v-else :id=\"'k'\">{{ 'fest' }}</p>\
             <Karte v-for='a in b'><template #x><i v-text='c'/></template></Karte><img v-bind='o' v-eigen>"
        ),
        "<p title? class? #0 onclick=x > 1 title=…>…</p><p #1 id=k>fest</p>\
         <x-karte? #2><i+~ #2>…</i></x-karte><img*+>…</img>"
    );
    assert_eq!(
        of(
            Dialect::Angular,
            "@if (a) {<b>1</b>} @else {<i [attr.role]='r'>2</i>}@switch (a) { @case (1) {<u>{{ x }}</u>} @default {<s>y</s>} }\
             <ng-container *ngIf='a'><p appX (click)='a()' [hidden]='h'></p></ng-container>"
        ),
        "<b #0>1</b><i role? #1>2</i><u #3>…</u><s #4>y</s><p*+ hidden? #5 onclick=a()>…</p>"
    );
    assert_eq!(
        of(
            Dialect::Svelte,
            "{#if a > b}<b title=\"a {x ? '}' : ''}\">1</b>{:else}<i {...o} on:click={() => a > 1} role={r}>2</i>{/if}{@html x}<slot/>"
        ),
        "<b title? #0 title=a …>1</b><i* role? #1 onclick=() => a > 1>2</i>…<slot?></slot>"
    );
}

#[test]
fn components_of_libraries_stand_for_elements() {
    let mut components = Components::default();
    let component = |names: &[&str], element: &str, name: &[&str], hidden| Component {
        library: "Test".into(),
        names: names.iter().map(|&name| name.to_owned()).collect(),
        packages: Vec::new(),
        element: element.into(),
        kind: None,
        attributes: Default::default(),
        name: name.iter().map(|&name| name.to_owned()).collect(),
        elsewhere: Vec::new(),
        text: Vec::new(),
        hidden,
    };
    components.extend(ComponentFile {
        component: vec![
            component(&["t-feld"], "input", &["beschriftung"], false),
            component(&["t-bild"], "span", &[], true),
        ],
        ..ComponentFile::default()
    });
    let text = "<TFeld beschriftung='Ort' eigenes='x'/><t-feld><i>a</i></t-feld><t-bild/>";
    let page = page(text, Dialect::Vue, &[], &components);
    assert_eq!(
        shape(&page),
        "<input= aria-label=Ort beschriftung=Ort></input><input*=><i>a</i></input><span= aria-hidden=true></span>"
    );
}

#[test]
fn broken_markup_ends() {
    for text in [
        "<",
        "<a",
        "<a b",
        "<a b=",
        "<a b='",
        "<a {",
        "</",
        "<a>< b",
        "<!--",
        "{#each x",
        "{{",
        "@if (",
        "@if (a) {",
        "}",
        "<a (b",
        "<script>",
        "<a b={",
        "<ä>",
        "{",
        "<a <b",
        "</a",
        "<textarea>",
        "@switch (a) { @case",
    ] {
        for dialect in [
            Dialect::Server,
            Dialect::Vue,
            Dialect::Angular,
            Dialect::Svelte,
        ] {
            let _ = of(dialect, text);
        }
    }
}
