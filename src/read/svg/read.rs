//! From the events of XML to a picture.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::{Dropped, Fault, Picture, css, href, lists, names};

/// Deepest nesting of elements: what draws has no more, and browsers have a limit too.
const DEPTH: usize = 200;

/// Reads a picture that is in `depth` others.
pub fn picture(text: &str, depth: usize) -> Result<Picture, Fault> {
    let mut reader = NsReader::from_str(text);
    let mut written = Written { depth, ..Written::default() };
    loop {
        written.at = reader.buffer_position() as usize;
        let event = reader
            .read_event()
            .map_err(|_| fault(reader.error_position() as usize, "is not well-formed XML"))?;
        if matches!(event, Event::Eof) {
            break;
        }
        written.event(event, &reader)?;
    }
    if written.open.is_empty() && written.has_root {
        return Ok(Picture { svg: written.out, dropped: written.dropped });
    }
    Err(fault(text.len(), if written.has_root { "ends too early" } else { "is empty" }))
}

fn fault(at: usize, reason: &str) -> Fault {
    Fault { reason: reason.to_owned(), at }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Svg,
    Label,
}

/// An element that is open.
struct Open {
    /// `None` where it is not written.
    name: Option<(Kind, &'static str)>,
}

/// A picture as far as it is written.
#[derive(Default)]
struct Written {
    out: String,
    dropped: Vec<Dropped>,
    open: Vec<Open>,
    /// How many of the open elements are not written.
    unseen: usize,
    /// The style sheet that is being read.
    css: Option<String>,
    has_root: bool,
    /// Where the event is.
    at: usize,
    depth: usize,
}

impl Written {
    fn event(&mut self, event: Event<'_>, reader: &NsReader<&[u8]>) -> Result<(), Fault> {
        let broken = |at| fault(at, "is not well-formed XML");
        match event {
            Event::Start(start) => self.start(&start, reader, false),
            Event::Empty(start) => self.start(&start, reader, true),
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content().map_err(|_| broken(self.at))?),
            Event::CData(text) => self.text(&text.xml10_content().map_err(|_| broken(self.at))?),
            Event::GeneralRef(reference) => {
                let text = self.referred(&reference)?;
                self.text(&text)
            }
            Event::DocType(kind) if kind.contains(&b'[') => {
                Err(fault(self.at, "declares entities of its own"))
            }
            Event::PI(instruction) if instruction.target() == b"xml-stylesheet" => {
                self.drop("a style sheet in another file".to_owned());
                Ok(())
            }
            Event::Decl(_) | Event::DocType(_) | Event::PI(_) | Event::Comment(_) | Event::Eof => Ok(()),
        }
    }

    fn start(
        &mut self,
        start: &BytesStart<'_>,
        reader: &NsReader<&[u8]>,
        is_empty: bool,
    ) -> Result<(), Fault> {
        if self.open.len() >= DEPTH {
            return Err(fault(self.at, "is nested too deep"));
        }
        if self.open.is_empty() && self.has_root {
            return Err(fault(self.at, "is not well-formed XML"));
        }
        let parent = self.open.last().and_then(|open| open.name);
        let name =
            if self.unseen > 0 || self.css.is_some() { None } else { self.name(start, reader, parent)? };
        if self.open.is_empty() && name != Some((Kind::Svg, "svg")) {
            return Err(fault(self.at, "does not begin with `<svg>`"));
        }
        self.has_root = true;
        if let Some((kind, name)) = name {
            self.out.push('<');
            self.out.push_str(name);
            if parent.map(|(kind, _)| kind) != Some(kind) {
                self.attribute("xmlns", if kind == Kind::Svg { names::SVG } else { names::XHTML });
                if parent.is_none() {
                    self.attribute("xmlns:xlink", names::XLINK);
                }
            }
            self.attributes(start, reader, (kind, name))?;
            self.out.push_str(if is_empty { "/>" } else { ">" });
        }
        if !is_empty {
            self.unseen += usize::from(name.is_none());
            self.open.push(Open { name });
            if name == Some((Kind::Svg, "style")) {
                self.css = Some(String::new());
            }
        }
        Ok(())
    }

    /// What an element is written as; `None` where it is not.
    fn name(
        &mut self,
        start: &BytesStart<'_>,
        reader: &NsReader<&[u8]>,
        parent: Option<(Kind, &'static str)>,
    ) -> Result<Option<(Kind, &'static str)>, Fault> {
        let (namespace, local) = reader.resolver().resolve_element(start.name());
        let local = String::from_utf8_lossy(local.into_inner()).into_owned();
        let is = |name: &str| matches!(namespace, ResolveResult::Bound(Namespace(bound)) if bound == name.as_bytes());
        if matches!(namespace, ResolveResult::Unknown(_)) {
            return Err(fault(self.at, "is not well-formed XML"));
        }
        let in_label = matches!(parent, Some((Kind::Label, _) | (_, "foreignObject")));
        // What names no namespace was cut out of a page, where none is needed.
        let is_svg = is(names::SVG) || matches!(namespace, ResolveResult::Unbound);
        let found = if is_svg {
            lists::find(lists::ELEMENTS, &local).map(|name| (Kind::Svg, name))
        } else if is(names::XHTML) && in_label {
            lists::find(lists::LABELS, &local).map(|name| (Kind::Label, name))
        } else {
            None
        };
        let shows = is(names::XHTML) || is_svg && !lists::UNSEEN.contains(&local.as_str());
        if found.is_none() && shows {
            self.drop(format!("`<{local}>`"));
        }
        Ok(found)
    }

    fn attributes(
        &mut self,
        start: &BytesStart<'_>,
        reader: &NsReader<&[u8]>,
        element: (Kind, &str),
    ) -> Result<(), Fault> {
        let mut seen: Vec<Cow<'static, str>> = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let broken = |_| fault(self.at, "is not well-formed XML");
            let attribute = attribute.map_err(|_| broken(()))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| broken(()))?;
            let value = legal(&value);
            let Some((name, written)) = self.known(&attribute, reader, element) else { continue };
            if seen.contains(&written) {
                return Err(fault(self.at, "has an attribute twice"));
            }
            match self.value(element, name, &value) {
                Some(value) => self.attribute(&written, &value),
                None => self.drop(format!("`{written}` of `<{}>`", element.1)),
            }
            seen.push(written);
        }
        Ok(())
    }

    /// The name of an attribute in the list, and as it is written; `None` where it is left out.
    fn known(
        &mut self,
        attribute: &Attribute<'_>,
        reader: &NsReader<&[u8]>,
        (kind, element): (Kind, &str),
    ) -> Option<(&'static str, Cow<'static, str>)> {
        let key = attribute.key;
        if key.as_namespace_binding().is_some() {
            return None;
        }
        let (namespace, local) = reader.resolver().resolve_attribute(key);
        let local = String::from_utf8_lossy(local.into_inner());
        match namespace {
            ResolveResult::Bound(Namespace(bound)) => {
                let prefix = if bound == names::XLINK.as_bytes() && matches!(&*local, "href" | "title") {
                    "xlink:"
                } else if bound == names::XML.as_bytes() && matches!(&*local, "space" | "lang") {
                    "xml:"
                } else {
                    return None;
                };
                let name = lists::find(lists::ATTRIBUTES, &local)?;
                Some((name, format!("{prefix}{name}").into()))
            }
            ResolveResult::Unknown(_) => None,
            ResolveResult::Unbound => {
                let list = if kind == Kind::Svg { lists::ATTRIBUTES } else { lists::OF_LABELS };
                let found = lists::find(list, &local).filter(|name| *name != "space");
                let is_missed = kind == Kind::Svg || local.starts_with("on");
                if found.is_none() && is_missed && !lists::is_unseen(&local) {
                    self.drop(format!("`{local}` of `<{element}>`"));
                }
                found.map(|name| (name, name.into()))
            }
        }
    }

    /// The value of an attribute as it is written; `None` where it can't be.
    fn value<'v>(&mut self, (_, element): (Kind, &str), name: &str, value: &'v str) -> Option<Cow<'v, str>> {
        match name {
            "href" => href::judged(element, value, self.depth),
            "style" => {
                let css::Kept { css, dropped } = css::kept(value);
                dropped.into_iter().for_each(|what| self.drop(what));
                Some(css.into())
            }
            "target" => {
                matches!(value, "_blank" | "_self" | "_parent" | "_top" | "_new").then_some(value.into())
            }
            "type" if element == "style" => (value.trim() == "text/css").then_some(value.into()),
            "attributeName" => {
                let is_drawn = lists::find(lists::ATTRIBUTES, value).is_some();
                (is_drawn && !matches!(value, "href" | "style" | "attributeName")).then_some(value.into())
            }
            _ if lists::TEXTS.contains(&name) => Some(value.into()),
            _ => css::is_harmless(value).then_some(value.into()),
        }
    }

    fn end(&mut self) {
        let Some(Open { name }) = self.open.pop() else { return };
        let Some((_, name)) = name else {
            self.unseen -= 1;
            return;
        };
        if self.unseen == 0
            && let Some(sheet) = self.css.take()
        {
            let css::Kept { css, dropped } = css::kept(&sheet);
            dropped.into_iter().for_each(|what| self.drop(what));
            push(&mut self.out, &css);
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn text(&mut self, text: &str) -> Result<(), Fault> {
        if self.open.is_empty() && !text.trim().is_empty() {
            return Err(fault(self.at, "is not well-formed XML"));
        }
        if self.open.is_empty() || self.unseen > 0 {
            return Ok(());
        }
        let text = legal(text);
        match &mut self.css {
            Some(css) => css.push_str(&text),
            None => push(&mut self.out, &text),
        }
        Ok(())
    }

    /// What `&…;` stands for: a character, or one of the five that XML knows.
    fn referred(&self, reference: &BytesRef<'_>) -> Result<String, Fault> {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            return Ok(character.to_string());
        }
        let name = reference.decode().unwrap_or_default();
        let known = quick_xml::escape::resolve_xml_entity(&name);
        known.map(str::to_owned).ok_or_else(|| fault(self.at, "has an entity that XML does not know"))
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push(&mut self.out, value);
        self.out.push('"');
    }

    fn drop(&mut self, what: String) {
        if !self.dropped.iter().any(|dropped| dropped.what == what) {
            self.dropped.push(Dropped { what, at: self.at });
        }
    }
}

/// A text in which what XML can't hold is replaced, before anything is judged: were it left out later, what stands on its two
/// sides would meet.
fn legal(text: &str) -> Cow<'_, str> {
    let is_legal = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_legal) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_legal(c) { c } else { '\u{fffd}' }).collect())
}

/// Appends text as it stands in XML, inside and outside of attributes.
fn push(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(character),
        }
    }
}
