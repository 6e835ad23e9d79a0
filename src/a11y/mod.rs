//! Accessible names, roles, visibility: pure functions over a page.

mod view;

pub use view::PageView;
