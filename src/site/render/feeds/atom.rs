//! A feed as XML.

use std::borrow::Cow;
use std::io;

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Feed, News, uuid};
use crate::core::address;
use crate::core::escape::escaped;
use crate::core::model::{ActionState, Dialect, PostMortem};
use crate::core::phrases::Phrases;
use crate::know::link::Site;
use crate::site::body;
use crate::site::render::outputs::CatalogKind;
use crate::site::render::{frame, urls, words};

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";
/// Longest summary, in characters.
const SUMMARY: usize = 300;

type Xml = Writer<Vec<u8>>;

/// The bytes of a feed; none where it is not known where the site will be.
pub fn write(site: &Site, say: &Phrases, feed: Feed) -> Vec<u8> {
    let Some(base) = urls::base(&site.config) else { return Vec::new() };
    let mut xml = Writer::new(Vec::with_capacity(64 * 1024));
    match document(&mut xml, site, say, feed, &base) {
        Ok(()) => xml.into_inner(),
        // Nothing that is written to memory fails.
        Err(_) => Vec::new(),
    }
}

fn document(xml: &mut Xml, site: &Site, say: &Phrases, feed: Feed, base: &str) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.write_event(Event::Text(BytesText::new("\n")))?;
    let language = site.config.book.language.as_str();
    xml.create_element("feed")
        .with_attributes([("xmlns", NAMESPACE), ("xml:lang", language)])
        .write_inner_content(|xml| {
            head(xml, site, say, feed, base)?;
            feed.news(site).iter().try_for_each(|news| entry(xml, site, say, base, news))
        })?;
    Ok(())
}

fn head(xml: &mut Xml, site: &Site, say: &Phrases, feed: Feed, base: &str) -> io::Result<()> {
    let book = &site.config.book;
    let (what, name, title, page) = match (feed, feed.entry(site)) {
        (Feed::Of(kind, _), Some(entry)) => {
            (kind.singular(), entry.slug.as_str(), feed.title(site, say), address::encode(&entry.output))
        }
        _ => ("all", "", book.title.clone(), String::new()),
    };
    text(xml, "id", &uuid::urn(&book.title, what, name))?;
    text(xml, "title", &title)?;
    if !book.description.is_empty() {
        text(xml, "subtitle", &book.description)?;
    }
    let news = feed.news(site);
    let updated = news.iter().map(|one| one.updated).max();
    updated.map_or(Ok(()), |day| text(xml, "updated", &midnight(day)))?;
    let own = format!("{base}{}", address::encode(&feed.output(site)));
    link(xml, "self", "application/atom+xml", &own)?;
    link(xml, "alternate", "text/html", &format!("{base}{page}"))?;
    let authors = if book.authors.is_empty() { std::slice::from_ref(&book.title) } else { &book.authors };
    for author in authors {
        xml.create_element("author").write_inner_content(|xml| text(xml, "name", author))?;
    }
    let generator = xml.create_element("generator").with_attribute(("version", env!("CARGO_PKG_VERSION")));
    generator.write_text_content(BytesText::new("Lookback")).map(drop)
}

fn entry(xml: &mut Xml, site: &Site, say: &Phrases, base: &str, news: &News) -> io::Result<()> {
    let (document, known) = (&site.documents[news.id], site.post_mortem(news.id));
    let language = document.body.language.as_deref().unwrap_or(&site.config.book.language);
    let element = xml.create_element("entry").with_attribute(("xml:lang", &*plain(language)));
    element.write_inner_content(|xml| {
        text(xml, "id", &uuid::urn(&site.config.book.title, "post-mortem", &known.id))?;
        text(xml, "title", &document.title)?;
        text(xml, "published", &midnight(news.published))?;
        text(xml, "updated", &midnight(news.updated))?;
        let page = format!("{base}{}", address::encode(&site.outputs[news.id]));
        link(xml, "alternate", "text/html", &page)?;
        for kind in CatalogKind::ALL {
            for index in kind.named(&site.references[news.id]) {
                let name = kind.of(site).entries[*index].name.as_str();
                let category = xml.create_element("category").with_attribute(("term", &*plain(name)));
                category
                    .with_attribute(("label", &*plain(&say.fill(&kind.key("category"), &[("name", name)]))))
                    .write_empty()?;
            }
        }
        if let Some(summary) = frame::description(document) {
            text(xml, "summary", &words::shortened(&summary.replace('\n', " "), SUMMARY))?;
        }
        let mut html = body::render_for_elsewhere(site, say, news.id, base);
        push_stated(&mut html, say, known, site.documents[news.id].body.dialect);
        // Whoever reads it elsewhere is at another address, where a place within the page would be one within theirs.
        let html = html.replace("href=\"#", &format!("href=\"{}#", escaped(&page)));
        let content = xml.create_element("content").with_attribute(("type", "html"));
        content.write_text_content(BytesText::new(&plain(&html))).map(drop)
    })?;
    Ok(())
}

/// What only front matter tells: the timeline and the action items.
fn push_stated(html: &mut String, say: &Phrases, known: &PostMortem, dialect: Dialect) {
    if !known.timeline.is_empty() && known.timeline.iter().all(|entry| !entry.in_body) {
        push_heading(html, say.text("incident.timeline"));
        html.push_str(&body::timeline(say, known, dialect));
    }
    let items: Vec<_> = known.action_items.iter().filter(|item| !item.in_body).collect();
    if items.is_empty() {
        return;
    }
    push_heading(html, say.text("incident.action-items"));
    html.push_str("<ul>");
    for item in items {
        let details = [Some(state(say, item.state)), item.owner.as_deref()];
        let details: Vec<&str> = details.into_iter().flatten().collect();
        html.push_str(&format!("<li>{} ({})</li>\n", escaped(&item.title), escaped(&say.comma(&details))));
    }
    html.push_str("</ul>\n");
}

fn push_heading(html: &mut String, text: &str) {
    html.push_str(&format!("<h2>{}</h2>\n", escaped(text)));
}

/// Where an action item stands: a word of the language, or the one that data have.
fn state(say: &Phrases, state: ActionState) -> &str {
    let name = state.name();
    say.known("actions", name).unwrap_or(name)
}

fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&plain(content))).map(drop)
}

fn link(xml: &mut Xml, relation: &str, kind: &str, href: &str) -> io::Result<()> {
    let attributes = [("rel", relation), ("type", kind), ("href", &*plain(href))];
    xml.create_element("link").with_attributes(attributes).write_empty().map(drop)
}

/// Facts are known to the day.
fn midnight(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// Text without the characters that XML 1.0 can't hold.
fn plain(text: &str) -> Cow<'_, str> {
    let is_odd =
        |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(is_odd) { Cow::Owned(text.replace(is_odd, "")) } else { Cow::Borrowed(text) }
}
