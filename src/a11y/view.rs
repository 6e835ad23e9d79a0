//! A page as checks see it, with what they derive from it shared between them.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::aria::Role;
use super::dynamic::Scripts;
use super::name::{self, Labels, Name};
use super::style::Styles;
use super::visibility::Visibility;
use super::{Index, Truth, focus, identity, role};
use crate::model::{ModelPath, PageModel, Place, TargetPlace};

/// A page with lazily derived tables.
pub struct PageView<'a> {
    /// The page.
    pub page: &'a PageModel,
    /// Its elements in tree order.
    pub index: Index<'a>,
    styles: OnceCell<Styles>,
    visibility: OnceCell<Visibility>,
    scripts: OnceCell<Scripts>,
    labels: OnceCell<Labels>,
    roles: OnceCell<Vec<Option<&'static Role>>>,
    names: RefCell<HashMap<NodeId, Rc<Name>>>,
}

impl<'a> PageView<'a> {
    /// A view on a page.
    pub fn new(page: &'a PageModel) -> Self {
        Self {
            page,
            index: Index::new(&page.html),
            styles: OnceCell::new(),
            visibility: OnceCell::new(),
            scripts: OnceCell::new(),
            labels: OnceCell::new(),
            roles: OnceCell::new(),
            names: RefCell::new(HashMap::new()),
        }
    }

    /// The element of a node; nothing for text and other nodes.
    pub fn element(&self, node: NodeId) -> Option<ElementRef<'a>> {
        ElementRef::wrap(self.page.html.tree.get(node)?)
    }

    /// Whether the page is a shell that a script fills.
    pub fn is_shell(&self) -> bool {
        let body = self
            .index
            .elements()
            .find(|element| element.value().name() == "body");
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

    /// The outermost element, if the capture is a whole document and not a part that another page includes: then
    /// what it lacks may stand there.
    pub fn document_element(&self) -> Option<ElementRef<'a>> {
        PageModel::is_whole(&self.page.html, &self.page.positions)
            .then(|| self.page.html.root_element())
    }

    /// Whether an element is among the outermost ones of a part that another page includes.
    pub fn is_outermost_of_part(&self, element: ElementRef<'_>) -> bool {
        let around = element.parent().and_then(ElementRef::wrap);
        let implied = around.is_none_or(|around| {
            matches!(around.value().name(), "body" | "head" | "html")
                && !self.page.positions.contains_key(&around.id())
        });
        implied && self.document_element().is_none()
    }

    /// The styles that the page itself states.
    pub fn styles(&self) -> &Styles {
        self.styles.get_or_init(|| Styles::new(&self.index))
    }

    /// The scripts of the page.
    pub fn scripts(&self) -> &Scripts {
        self.scripts.get_or_init(|| Scripts::new(&self.index))
    }

    /// Labels of controls.
    pub(super) fn labels(&self) -> &Labels {
        self.labels.get_or_init(|| Labels::new(&self.index))
    }

    fn visibility(&self) -> &Visibility {
        self.visibility
            .get_or_init(|| Visibility::new(&self.index, self.styles()))
    }

    fn ask_visibility(
        &self,
        element: ElementRef<'_>,
        what: impl Fn(&Visibility, usize) -> Truth,
    ) -> Truth {
        self.index
            .position(element.id())
            .map_or(Truth::No, |position| what(self.visibility(), position))
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

    /// Whether nothing around the element makes it inert.
    pub fn takes_input(&self, element: ElementRef<'_>) -> bool {
        self.index
            .position(element.id())
            .is_some_and(|position| !self.visibility().inert(position))
    }

    /// Whether the element takes part in the tab order.
    pub fn in_tab_order(&self, element: ElementRef<'_>) -> Truth {
        let reachable = self.ask_visibility(element, |visibility, position| {
            Truth::from(!visibility.inert(position)).and(visibility.rendered(position))
        });
        reachable.and(focus::in_tab_order(&self.index, element))
    }

    /// The role after all.
    pub fn role(&self, element: ElementRef<'_>) -> Option<&'static Role> {
        let roles = self.roles.get_or_init(|| {
            self.index
                .elements()
                .map(|element| role::computed(&self.index, element))
                .collect()
        });
        *roles.get(self.index.position(element.id())?)?
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
        place.selector = self
            .element(node)
            .map(|element| identity::selector(&self.index, element));
        place
    }
}
