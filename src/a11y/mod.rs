//! Accessible names, roles, visibility: pure functions over a page.

pub mod aria;
pub mod computed;
pub mod contrast;
pub mod css;
pub mod dynamic;
pub mod extent;
pub mod focus;
pub mod focus_indication;
mod frame;
mod frameworks;
mod grid;
mod hiding;
mod identity;
mod index;
pub mod insert;
mod knowledge;
pub mod layout;
pub mod name;
mod opening;
mod outline;
mod own_sheet;
pub mod prose;
pub mod repeat;
pub mod role;
mod script_markup;
mod script_program;
mod script_show;
mod script_title;
mod script_touch;
mod script_use;
pub mod scripts;
mod shadow;
pub mod sign;
pub mod snippet;
pub mod style;
mod truth;
mod view;
mod visibility;

pub use frame::{FrameInside, frames_inside, holds_focusable};
pub use grid::{Grid, Reach, RoleGrid, header_ids, table_of};
pub use index::Index;
pub use knowledge::Reads;
pub use name::Name;
pub use opening::{Openings, PageState};
pub use outline::{Heading, Outline};
pub use own_sheet::OwnSheet;
pub use script_touch::Writes;
pub use shadow::ShadowTree;
pub use snippet::Snippet;
pub use truth::Truth;
pub use view::PageView;
pub use visibility::Outside;

#[cfg(test)]
pub(crate) mod test {
    use scraper::Html;

    use super::PageView;
    use crate::model::{
        Facilities, LinkedSheets, PageModel, PageNature, SourceText, StartTags, Unknowns,
    };

    /// Runs a test on the view of a small page.
    pub fn with_view<T>(markup: &str, test: impl FnOnce(&PageView<'_>) -> T) -> T {
        let page = PageModel {
            document: "test.html".into(),
            text: SourceText::new(markup),
            html: Html::parse_document(markup),
            provides: Facilities::DOM,
            nature: PageNature::default(),
            positions: StartTags::default(),
            sheets: LinkedSheets::default(),
            scripts: Vec::new(),
            unknowns: Unknowns::default(),
            embedded: None,
        };
        test(&PageView::new(&page))
    }
}
