//! Which plural form a number takes, by the rules of CLDR.

use std::sync::Arc;

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// `one`, `few`, `other` and so on.
pub type Category = PluralCategory;

/// Numbers up to here are looked up.
const TABLE: usize = 1000;

/// The rules of a language. They can't be shared between threads, so they are asked beforehand.
#[derive(Debug, Clone)]
pub struct Plurals {
    locale: Option<Locale>,
    table: Arc<[Category]>,
}

/// The name of a category, as files have it.
pub fn category(name: &str) -> Option<Category> {
    match name {
        "zero" => Some(Category::Zero),
        "one" => Some(Category::One),
        "two" => Some(Category::Two),
        "few" => Some(Category::Few),
        "many" => Some(Category::Many),
        "other" => Some(Category::Other),
        _ => None,
    }
}

/// The name of a category.
pub fn name(category: Category) -> &'static str {
    match category {
        Category::Zero => "zero",
        Category::One => "one",
        Category::Two => "two",
        Category::Few => "few",
        Category::Many => "many",
        Category::Other => "other",
    }
}

impl Plurals {
    /// The rules of a language; in one that is not known everything is `other`.
    pub fn new(language: &str) -> Self {
        let locale = language.parse::<Locale>().ok();
        let rules = locale.as_ref().and_then(rules);
        let category = |number| rules.as_ref().map_or(Category::Other, |rules| rules.category_for(number));
        let table = (0..TABLE).map(category).collect();
        Self { locale, table }
    }

    pub fn category(&self, number: usize) -> Category {
        if let Some(category) = self.table.get(number) {
            return *category;
        }
        let rules = self.locale.as_ref().and_then(rules);
        rules.map_or(Category::Other, |rules| rules.category_for(number))
    }
}

fn rules(locale: &Locale) -> Option<PluralRules> {
    PluralRules::try_new_cardinal(locale.into()).ok()
}
