//! Namespaces of XML.

pub const SVG: &str = "http://www.w3.org/2000/svg";
pub const XHTML: &str = "http://www.w3.org/1999/xhtml";
pub const XLINK: &str = "http://www.w3.org/1999/xlink";
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
