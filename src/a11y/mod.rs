//! Accessible names, roles, visibility: pure functions over a page.

mod identity;
mod index;
mod view;

pub use index::Index;
pub use view::PageView;
