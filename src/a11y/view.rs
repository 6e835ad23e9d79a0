//! The page as seen by checks, with the shared data they derive from it.

use crate::model::Attributes;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use ego_tree::NodeId;
use foldhash::{HashMap, HashSet};
use scraper::ElementRef;

use super::aria::Role;
use super::computed::ComputedStyles;
use super::contrast::{self, TextSight};
use super::focus_indication::{self, FocusIndication};
use super::knowledge::Knowledge;
use super::layout::{Lack, Layout};
use super::name::{self, Labels, Name};
use super::prose::{self, LinkInText};
use super::scripts::Scripts;
use super::shadow::ShadowTree;
use super::snippet::Snippet;
use super::style::Styles;
use super::visibility::{Outside, Visibility};
use super::{
    Grid, Index, Openings, Outline, PageState, RoleGrid, Truth, focus, hiding, identity, role,
    shadow,
};
use crate::model::{Browser, Facilities, ModelPath, PageKind, PageModel, Place, TargetPlace};

/// A page with lazily derived tables.
pub struct PageView<'a> {
    /// The page.
    pub page: &'a PageModel,
    /// Its elements in tree order.
    pub index: Index<'a>,
    browser: Browser,
    styles: OnceCell<Styles>,
    computed: OnceCell<ComputedStyles>,
    layout: OnceCell<Result<Layout, Lack>>,
    text_sights: OnceCell<Vec<TextSight>>,
    links_in_text: OnceCell<Vec<LinkInText>>,
    focus_indications: OnceCell<Vec<(NodeId, FocusIndication)>>,
    visibility: OnceCell<Visibility<'a>>,
    outside: Outside,
    scripts: OnceCell<Scripts>,
    snippets: OnceCell<Vec<Snippet>>,
    loads_program: OnceCell<bool>,
    keeps_rows: OnceCell<bool>,
    labels: OnceCell<Labels>,
    roles: OnceCell<Vec<Option<&'static Role>>>,
    /// Positions of the elements by their role.
    by_role: OnceCell<Vec<(&'static Role, Vec<u32>)>>,
    names: RefCell<HashMap<NodeId, Rc<Name>>>,
    /// Names of referenced elements; by element, whether hidden text counts, and the state of the page.
    referenced: RefCell<HashMap<(NodeId, bool, PageState), Rc<Name>>>,
    outline: OnceCell<Outline<'a>>,
    grids: RefCell<HashMap<NodeId, Rc<Option<Grid<'a>>>>>,
    role_grids: RefCell<HashMap<NodeId, Rc<RoleGrid>>>,
    /// Named anchors as link targets.
    anchors: OnceCell<HashMap<&'a str, ElementRef<'a>>>,
    owners: OnceCell<HashMap<&'a str, ElementRef<'a>>>,
    operated: OnceCell<HashSet<&'a str>>,
    facilities: OnceCell<Facilities>,
    knowledge: OnceCell<Knowledge>,
    /// Remaining steps for following references and text.
    steps: Cell<usize>,
}

/// Step limit per element; the page has some more as a whole. Real pages take a few. Endless cycles stay open, and the
/// page becomes a gap.
const STEPS_PER_ELEMENT: usize = 200;
const STEPS_PER_PAGE: usize = 200_000;

impl<'a> PageView<'a> {
    /// A view of a page without any browser.
    pub fn new(page: &'a PageModel) -> Self {
        Self::shown_by(page, Browser::Static)
    }

    /// A view of a page shown by a browser.
    pub fn shown_by(page: &'a PageModel, browser: Browser) -> Self {
        Self::shown_within(page, browser, Outside::nothing())
    }

    /// A view of a page embedded in another one, shown by a browser.
    pub fn shown_within(page: &'a PageModel, browser: Browser, outside: Outside) -> Self {
        let index = Index::new(&page.html);
        Self {
            page,
            browser,
            steps: Cell::new(STEPS_PER_PAGE + STEPS_PER_ELEMENT * index.len()),
            index,
            styles: OnceCell::new(),
            computed: OnceCell::new(),
            layout: OnceCell::new(),
            text_sights: OnceCell::new(),
            links_in_text: OnceCell::new(),
            focus_indications: OnceCell::new(),
            visibility: OnceCell::new(),
            outside,
            scripts: OnceCell::new(),
            snippets: OnceCell::new(),
            loads_program: OnceCell::new(),
            keeps_rows: OnceCell::new(),
            labels: OnceCell::new(),
            roles: OnceCell::new(),
            by_role: OnceCell::new(),
            names: RefCell::new(HashMap::default()),
            referenced: RefCell::new(HashMap::default()),
            outline: OnceCell::new(),
            grids: RefCell::new(HashMap::default()),
            role_grids: RefCell::new(HashMap::default()),
            anchors: OnceCell::new(),
            owners: OnceCell::new(),
            operated: OnceCell::new(),
            facilities: OnceCell::new(),
            knowledge: OnceCell::new(),
        }
    }

    /// Takes a step through references and text; `false` if the page has used up its steps.
    pub fn step(&self) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether something stayed open because it would take too many steps.
    pub fn is_cut_short(&self) -> bool {
        self.steps.get() == 0 || self.styles.get().is_some_and(|styles| styles.cut_short)
    }

    /// The element of a node; `None` for text and other nodes.
    pub fn element(&self, node: NodeId) -> Option<ElementRef<'a>> {
        ElementRef::wrap(self.page.html.tree.get(node)?)
    }

    /// The target of an address fragment: by id, or by the name of an anchor (HTML, "find a potential indicated
    /// element").
    pub fn meant_by_fragment(&self, fragment: &str) -> Option<ElementRef<'a>> {
        let named = || {
            let anchors = self.anchors.get_or_init(|| {
                let mut first = HashMap::default();
                for anchor in self.index.named("a") {
                    if let Some(name) = anchor.attribute("name") {
                        first.entry(name).or_insert(anchor);
                    }
                }
                first
            });
            anchors.get(fragment).copied()
        };
        self.index.by_id(fragment).or_else(named)
    }

    /// Whether the page is a shell that a script fills.
    pub fn is_shell(&self) -> bool {
        let body = self.index.named("body").next();
        let shows_text = body.is_some_and(|body| {
            std::iter::once(body)
                .chain(self.index.descendants(body.id()))
                .any(|element| {
                    !matches!(
                        element.value().name(),
                        "script" | "style" | "noscript" | "template"
                    ) && element.children().any(|child| {
                        child
                            .value()
                            .as_text()
                            .is_some_and(|text| !text.trim().is_empty())
                    })
                })
        });
        self.scripts().external && !shows_text
    }

    /// The root element, if the capture is a whole document. In a part, whatever is missing may be in the including
    /// page.
    pub fn document_element(&self) -> Option<ElementRef<'a>> {
        // A part may have a root element for the sake of editors.
        let whole = !matches!(self.page.nature.kind, PageKind::Part | PageKind::Template)
            && PageModel::is_whole(&self.page.html, &self.page.positions);
        whole.then(|| self.page.html.root_element())
    }

    /// Whether an element is among the outermost ones of a part that another page includes.
    pub fn is_outermost_of_part(&self, element: ElementRef<'_>) -> bool {
        let around = element.parent().and_then(ElementRef::wrap);
        let implied = around.is_none_or(|around| {
            matches!(around.value().name(), "body" | "head" | "html")
                && !self.page.positions.contain(around.id())
        });
        implied && self.document_element().is_none()
    }

    /// Whether a class of an element of a part, or of one around it, means that the sheets of the including page hide it.
    pub fn may_be_put_away(&self, element: ElementRef<'_>) -> bool {
        let is_part = self.document_element().is_none() && !self.is_template();
        let mut around =
            std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap));
        is_part && around.any(hiding::hides_by_class)
    }

    /// The styles from its sheets and the page itself.
    pub fn styles(&self) -> &Styles {
        self.styles
            .get_or_init(|| Styles::new(&self.index, &self.page.sheets))
    }

    /// Whether a style sheet in or linked by the page contains a word, or is not available.
    pub fn sheets_mention(&self, word: &str) -> bool {
        let own = self
            .index
            .named("style")
            .any(|style| style.text().any(|text| text.contains(word)));
        own || self.styles().external || self.page.sheets.mention(word)
    }

    /// Whether a missing style sheet may affect the look of an element.
    pub fn lacks_style_of(&self, node: NodeId) -> bool {
        let position = self.index.position(node);
        position.is_some_and(|position| self.styles().miss_around(position))
    }

    /// The computed styles of its elements.
    pub fn computed(&self) -> &ComputedStyles {
        self.computed
            .get_or_init(|| ComputedStyles::new(&self.index, self.styles()))
    }

    /// The boxes of its elements; `None` if they were not requested or are not available.
    pub fn layout(&self) -> Option<&Layout> {
        if self.browser.is_static() || !self.provides().contain(Facilities::STYLE) {
            return None;
        }
        let layout = self.layout.get_or_init(|| Layout::of(self));
        layout.as_ref().ok()
    }

    /// Why it has no boxes although they were requested; known after the first access.
    pub fn lost_layout(&self) -> Option<&Lack> {
        self.layout.get()?.as_ref().err()
    }

    /// The visibility of its text.
    pub fn text_sights(&self) -> &[TextSight] {
        self.text_sights.get_or_init(|| contrast::text_sights(self))
    }

    /// Its links in lines of other text.
    pub fn links_in_text(&self) -> &[LinkInText] {
        self.links_in_text
            .get_or_init(|| prose::links_in_text(self))
    }

    /// The focus indications of the elements in its tab order, by node.
    pub fn focus_indications(&self) -> &[(NodeId, FocusIndication)] {
        self.focus_indications
            .get_or_init(|| focus_indication::indications(self))
    }

    /// The facilities available for judging the page.
    pub fn provides(&self) -> Facilities {
        *self.facilities.get_or_init(|| self.find_facilities())
    }

    fn find_facilities(&self) -> Facilities {
        let provides = self.page.provides;
        // The including page of a part adds styles of its own.
        let alone = self.page.nature.kind == PageKind::Letter || self.document_element().is_some();
        // If nothing sets styles and scripts are external, the scripts add them.
        let by_script = self.scripts().external && self.styles().set_nothing();
        match alone && !self.styles().external && !by_script {
            true => provides.and(Facilities::STYLE),
            false => provides,
        }
    }

    /// The scripts of the page.
    pub fn scripts(&self) -> &Scripts {
        self.scripts.get_or_init(|| {
            let mut scripts = Scripts::new(&self.index, &self.page.scripts);
            // Templates do not contain the scripts of the finished page.
            scripts.external |= self.is_template();
            scripts
        })
    }

    /// What is known of the elements of a template.
    pub(super) fn knowledge(&self) -> &Knowledge {
        self.knowledge.get_or_init(|| Knowledge::new(self))
    }

    /// The inline program snippets, in tree order.
    pub fn snippets(&self) -> &[Snippet] {
        self.snippets.get_or_init(|| Snippet::all(self))
    }

    /// The snippets in an element.
    pub fn snippets_of(&self, element: ElementRef<'_>) -> impl Iterator<Item = &Snippet> {
        let position = self.index.position(element.id()).unwrap_or(usize::MAX);
        let all = self.snippets();
        let first = all.partition_point(|snippet| snippet.position < position);
        let rest = all.get(first..).unwrap_or_default();
        rest.iter()
            .take_while(move |snippet| snippet.position == position)
    }

    /// Whether the page loads external scripts.
    pub fn loads_program(&self) -> bool {
        *self.loads_program.get_or_init(|| {
            self.scripts().external || self.snippets().iter().any(Snippet::loads_more)
        })
    }

    /// Whether a `<template>` of the page keeps table rows for a program.
    pub fn keeps_rows(&self) -> bool {
        *self.keeps_rows.get_or_init(|| {
            let mut templates = self.index.named("template");
            templates.any(|template| {
                let mut inside = template.descendants().filter_map(ElementRef::wrap);
                inside.any(|element| element.value().name() == "tr")
            })
        })
    }

    /// Whether the page runs any script.
    pub fn runs_program(&self) -> bool {
        self.scripts().any() || !self.snippets().is_empty()
    }

    /// Labels of controls.
    pub(super) fn labels(&self) -> &Labels {
        self.labels.get_or_init(|| Labels::new(&self.index))
    }

    /// The labels of a control: `<label>` elements, then the targets of `aria-labelledby`.
    pub fn naming_labels_of(&self, control: ElementRef<'_>) -> Vec<ElementRef<'a>> {
        let labels = self.labels().labels_of(control.id()).iter();
        let labels = labels.filter_map(|label| self.element(*label));
        let named = control.attribute("aria-labelledby").unwrap_or_default();
        let named = named.split_ascii_whitespace();
        labels
            .chain(named.filter_map(|id| self.index.by_id(id)))
            .collect()
    }

    /// The `<label>` elements of a control, in tree order.
    pub fn labels_of(&self, control: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'a>> + '_ {
        let labels = self.labels().labels_of(control.id()).iter();
        labels.filter_map(|label| self.element(*label))
    }

    fn visibility(&self) -> &Visibility<'a> {
        self.visibility.get_or_init(|| {
            let is_part = self.document_element().is_none();
            let openings = Openings::new(&self.index, self.scripts(), is_part);
            Visibility::within(&self.index, self.styles(), &openings, &self.outside, 0)
        })
    }

    fn ask_visibility(
        &self,
        element: ElementRef<'_>,
        what: impl Fn(&Visibility<'a>, usize) -> Truth,
    ) -> Truth {
        self.index
            .position(element.id())
            .map_or(Truth::No, |position| what(self.visibility(), position))
    }

    /// What lies around a page that is embedded in an element.
    pub fn outside(&self, holder: NodeId) -> Outside {
        let Some(position) = self.index.position(holder) else {
            return Outside::nothing();
        };
        let mut trees = self.shadow_trees_in(holder).iter();
        let is_host = trees.next().is_some_and(|tree| tree.host.id() == holder);
        Outside {
            around: self.visibility().around(position),
            filled: match is_host {
                true => self
                    .element(holder)
                    .map(shadow::filled_by)
                    .unwrap_or_default(),
                false => HashSet::default(),
            },
        }
    }

    /// The declarative shadow trees of its elements, without those inside other trees.
    pub fn shadow_trees(&self) -> &[ShadowTree<'a>] {
        self.visibility().trees()
    }

    /// Those of an element and its descendants.
    pub fn shadow_trees_in(&self, node: NodeId) -> &[ShadowTree<'a>] {
        let range = self.index.range(node);
        let trees = self.shadow_trees();
        let count_before = |end: usize| {
            trees.partition_point(|tree| {
                let host = self.index.position(tree.host.id());
                host.is_some_and(|host| host < end)
            })
        };
        let (start, end) = (count_before(range.start), count_before(range.end));
        trees.get(start..end).unwrap_or_default()
    }

    /// Whether the element has a box and is not `visibility: hidden`.
    pub fn rendered(&self, element: ElementRef<'_>) -> Truth {
        self.ask_visibility(element, Visibility::rendered)
    }

    /// Whether the element can be seen.
    pub fn seen(&self, element: ElementRef<'_>) -> Truth {
        self.ask_visibility(element, Visibility::seen)
    }

    /// Whether the element is not hidden from assistive technology.
    pub fn exposed(&self, element: ElementRef<'_>) -> Truth {
        self.ask_visibility(element, Visibility::exposed)
    }

    /// Whether the element is not hidden from assistive technology once everything is opened that people can open.
    pub fn exposed_once_open(&self, element: ElementRef<'_>) -> Truth {
        self.ask_visibility(element, Visibility::exposed_once_open)
    }

    /// Whether the element itself is hidden and can certainly be opened.
    pub fn is_opened(&self, element: ElementRef<'_>) -> bool {
        self.index
            .position(element.id())
            .is_some_and(|position| self.visibility().is_opened(position))
    }

    /// Whether the element is not hidden from assistive technology in a state of the page.
    pub fn exposed_in(&self, element: ElementRef<'_>, state: PageState) -> Truth {
        match state {
            PageState::AsShown => self.exposed(element),
            PageState::Opened => self.exposed_once_open(element),
        }
    }

    /// The state of the page that counts for the name of an element: the one in which people encounter it.
    pub fn state_for(&self, element: ElementRef<'_>) -> PageState {
        match self.exposed(element) < self.exposed_once_open(element) {
            true => PageState::Opened,
            false => PageState::AsShown,
        }
    }

    /// Whether the element skips its content, which is then neither visible nor exposed (`content-visibility: hidden`).
    pub fn skips_content(&self, element: ElementRef<'_>) -> Truth {
        self.ask_visibility(element, Visibility::skips_content)
    }

    /// Whether the visibility of the element is uncertain for reasons of its own. Otherwise it is shown wherever its
    /// parent is.
    pub fn has_own_doubt(&self, element: ElementRef<'_>) -> bool {
        self.index
            .position(element.id())
            .is_none_or(|position| self.visibility().own_doubt(position))
    }

    /// Whether the element can be seen wherever its parent, which may be hidden, can be seen.
    pub fn seen_with_parent(&self, element: ElementRef<'_>) -> bool {
        self.index
            .position(element.id())
            .is_some_and(|position| self.visibility().seen_with_parent(position))
    }

    /// Whether no ancestor makes the element inert.
    pub fn takes_input(&self, element: ElementRef<'_>) -> bool {
        self.index
            .position(element.id())
            .is_some_and(|position| !self.visibility().inert(position))
    }

    /// Whether the element is in the tab order.
    pub fn in_tab_order(&self, element: ElementRef<'_>) -> Truth {
        let reachable = self.ask_visibility(element, Visibility::takes_keys);
        reachable.and(focus::in_tab_order(&self.index, element))
    }

    /// The final role of an element.
    pub fn role(&self, element: ElementRef<'_>) -> Option<&'static Role> {
        *self.roles().get(self.index.position(element.id())?)?
    }

    /// The final roles of all elements, by position.
    fn roles(&self) -> &[Option<&'static Role>] {
        self.roles.get_or_init(|| {
            self.index
                .elements()
                .map(|element| role::computed(&self.index, element))
                .collect()
        })
    }

    /// The elements whose final role is accepted, in tree order; faster than asking every element of the page.
    pub fn with_role(&self, accepts: impl Fn(&Role) -> bool) -> Vec<ElementRef<'a>> {
        self.named_or_with_role(&[], accepts)
    }

    /// The elements with one of several local names, or whose final role is accepted, in tree order.
    pub fn named_or_with_role(
        &self,
        names: &[&str],
        accepts: impl Fn(&Role) -> bool,
    ) -> Vec<ElementRef<'a>> {
        let by_role = self.by_role.get_or_init(|| {
            let mut by_role: Vec<(&'static Role, Vec<u32>)> = Vec::new();
            let roles = (0..).zip(self.roles());
            for (position, role) in roles.filter_map(|(at, role)| Some((at, (*role)?))) {
                // A page has few different roles.
                match by_role
                    .iter_mut()
                    .find(|(known, _)| known.name == role.name)
                {
                    Some((_, positions)) => positions.push(position),
                    None => by_role.push((role, vec![position])),
                }
            }
            by_role
        });
        let named = names.iter().map(|name| self.index.positions_named(name));
        let accepted = by_role.iter().filter(|(role, _)| accepts(role));
        let lists = named.chain(accepted.map(|(_, positions)| &**positions));
        self.index.elements_in(lists)
    }

    /// The accessible name.
    pub fn name(&self, element: ElementRef<'a>) -> Rc<Name> {
        if let Some(name) = self.names.borrow().get(&element.id()) {
            return name.clone();
        }
        let name = Rc::new(name::name(self, element));
        self.names.borrow_mut().insert(element.id(), name.clone());
        name
    }

    /// The name that a referenced element gives to others; computed once for all of them.
    pub(super) fn referenced_name(
        &self,
        (element, hidden, state): (NodeId, bool, PageState),
        compute: impl FnOnce() -> Name,
    ) -> Rc<Name> {
        if let Some(name) = self.referenced.borrow().get(&(element, hidden, state)) {
            return name.clone();
        }
        let name = Rc::new(compute());
        let mut referenced = self.referenced.borrow_mut();
        referenced.insert((element, hidden, state), name.clone());
        name
    }

    /// The headings.
    pub fn outline(&self) -> &Outline<'a> {
        self.outline.get_or_init(|| Outline::new(self))
    }

    /// The grid of a table; contains `None` if the table is too large.
    pub fn grid(&self, table: ElementRef<'a>) -> Rc<Option<Grid<'a>>> {
        if let Some(grid) = self.grids.borrow().get(&table.id()) {
            return grid.clone();
        }
        let grid = Rc::new(Grid::new(self, table));
        self.grids.borrow_mut().insert(table.id(), grid.clone());
        grid
    }

    /// The grid of a table of roles.
    pub fn role_grid(&self, table: ElementRef<'a>) -> Rc<RoleGrid> {
        if let Some(grid) = self.role_grids.borrow().get(&table.id()) {
            return grid.clone();
        }
        let grid = Rc::new(RoleGrid::new(self, table));
        self.role_grids
            .borrow_mut()
            .insert(table.id(), grid.clone());
        grid
    }

    /// The first element that owns the element with an id by `aria-owns`.
    pub fn owner_of_id(&self, id: &str) -> Option<ElementRef<'a>> {
        let owners = self.owners.get_or_init(|| {
            let mut owners = HashMap::default();
            for element in self.index.elements() {
                let ids = element.attribute("aria-owns").unwrap_or_default();
                for id in ids.split_ascii_whitespace() {
                    owners.entry(id).or_insert(element);
                }
            }
            owners
        });
        owners.get(id).copied()
    }

    /// Whether a focusable element names the one with an id in `aria-controls` or `aria-owns`, so that it may be
    /// operated from there.
    pub fn is_operated_from_elsewhere(&self, id: &str) -> bool {
        let operated = self.operated.get_or_init(|| {
            let mut operated = HashSet::default();
            for element in self.index.elements() {
                let named = ["aria-controls", "aria-owns"]
                    .into_iter()
                    .filter_map(|name| element.attribute(name));
                let mut ids = named.flat_map(str::split_ascii_whitespace).peekable();
                if ids.peek().is_some() && focus::takes_focus(&self.index, element) {
                    operated.extend(ids);
                }
            }
            operated
        });
        operated.contains(id)
    }

    /// Anchor and place of a node.
    pub fn target(&self, node: NodeId) -> TargetPlace {
        TargetPlace {
            anchor: self.anchor(node),
            place: self.place(node),
            cause: None,
        }
    }

    fn anchor(&self, node: NodeId) -> ModelPath {
        self.element(node)
            .map(|element| identity::anchor(&self.index, element))
            .unwrap_or_default()
    }

    /// The place of a node, for findings.
    pub fn place(&self, node: NodeId) -> Place {
        let mut place = Place::in_text(
            &self.page.document,
            self.anchor(node),
            &self.page.text,
            self.page.span(node),
        );
        // Browsers cannot select elements of a template, nor elements of an embedded tree from outside it.
        if !self.is_template() && self.page.embedded.is_none() {
            place.selector = self
                .element(node)
                .filter(|element| self.index.position(element.id()).is_some())
                .map(|element| identity::selector(&self.index, element));
        }
        place
    }
}
