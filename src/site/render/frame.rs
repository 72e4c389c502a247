//! What every page has, whatever it shows: its title, its way to the root, its place in the menu.

use tera::Value;

use super::context::Context;
use super::outputs::{self, CatalogKind};
use super::view::View;
use super::{list_row, urls, words};
use crate::core::address;
use crate::core::model::{Document, Kind, Record};

impl View<'_> {
    /// What every page has: its title, its way to the root, its place in the menu.
    pub(super) fn context(&self, output: &str, section: &str, title: &str) -> Context {
        let mut context = Context::new();
        context.insert("root", &address::root(output));
        context.insert("here", &urls::from_root(output));
        context.insert("section", section);
        context.insert("title", title);
        if let Some(base) = &self.base {
            let own = if output == outputs::INDEX { String::new() } else { address::encode(output) };
            context.insert("canonical", &format!("{base}{own}"));
        }
        context.insert_value("language", Value::safe_string(""));
        context
    }

    /// The same for the page of a document: also its language, and where to edit it.
    pub(super) fn document_context(&self, document: &Document, output: &str, section: &str) -> Context {
        let mut context = self.context(output, section, &document.title);
        context
            .insert_value("language", list_row::language_attributes(&self.site.config, self.say, document));
        context.insert("edit_url", &urls::edit(&self.site.config, &document.source.path));
        context.insert("og_type", "article");
        if let Some(text) = description(document) {
            context.insert("description", &words::shortened(&text.replace('\n', " "), 200));
        }
        context
    }

    /// For a page that leads on to another.
    pub(super) fn redirect(&self, index: usize) -> Context {
        let redirect = &self.site.redirects[index];
        let mut context = self.context(&redirect.from, "", self.say.text("frame.moved"));
        let target = address::relative(&redirect.from, &redirect.to);
        let base = urls::base(&self.site.config);
        let canonical = base.map_or_else(|| target.clone(), |base| base + &address::encode(&redirect.to));
        context.insert("target", &target);
        context.insert("canonical", &canonical);
        context
    }
}

/// What a document says first, for those who only see that much of it.
pub(super) fn description(document: &Document) -> Option<&str> {
    let summary = match &document.record {
        Record::PostMortem(facts) => facts.summary.as_deref().or(facts.summary_section.as_deref()),
        Record::Description(description) => description.summary.as_deref(),
        Record::Page(page) => page.summary.as_deref(),
    };
    summary.or(document.body.lead.as_deref())
}

/// Key of a catalog in the menu.
pub(super) fn section(kind: CatalogKind) -> &'static str {
    kind.output().trim_end_matches(".html")
}

/// Key in the menu of the page of a document.
pub(super) fn section_of(kind: Kind) -> &'static str {
    match kind {
        Kind::PostMortem => "incidents",
        Kind::Service => "services",
        Kind::Cause => "causes",
        Kind::Team => "teams",
        Kind::Page => "pages",
    }
}
