//! The narrow door of the engine in a page.
