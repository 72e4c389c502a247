//! What can stand before a colon.

use crate::record::FacetName;
use crate::schema::TextField;

/// A field of the query language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryField {
    Facet(FacetName),
    Text(TextField),
    After,
    Before,
    Date,
    Duration,
}

/// The field of that name, in any letter case; plurals and a few short forms are known.
pub fn by_name(name: &str) -> Option<QueryField> {
    let name = name.to_ascii_lowercase();
    let facet = FacetName::ALL.into_iter().find(|facet| facet.as_str() == name);
    let text = TextField::ALL.into_iter().find(|text| text.as_str() == name);
    facet.map(QueryField::Facet).or(text.map(QueryField::Text)).or_else(|| {
        Some(match name.as_str() {
            "after" | "since" => QueryField::After,
            "before" | "until" => QueryField::Before,
            "date" => QueryField::Date,
            "duration" => QueryField::Duration,
            "heading" => QueryField::Text(TextField::Headings),
            "name" | "id" => QueryField::Text(TextField::Names),
            "sev" => QueryField::Facet(FacetName::Severity),
            "services" => QueryField::Facet(FacetName::Service),
            "causes" => QueryField::Facet(FacetName::Cause),
            "triggers" => QueryField::Facet(FacetName::Trigger),
            "teams" => QueryField::Facet(FacetName::Team),
            "tags" => QueryField::Facet(FacetName::Tag),
            "lang" => QueryField::Facet(FacetName::Language),
            "owners" => QueryField::Facet(FacetName::Owner),
            _ => return None,
        })
    })
}
