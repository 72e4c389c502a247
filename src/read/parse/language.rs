//! The language of a text: by its script, and in Latin script by the small words that every sentence has.

use std::cell::OnceCell;

use super::vocabulary::{self, Grammar, Language};
use crate::read::markdown::blocks::Block;

/// Most words that are looked at to tell a language.
const WORDS: usize = 400;

/// The language of a document, found when it is first asked for: only words that mean different things in different languages
/// ask.
#[derive(Debug)]
pub struct DocumentLanguage<'b> {
    blocks: &'b [Block],
    found: OnceCell<Option<Language>>,
}

impl<'b> DocumentLanguage<'b> {
    pub fn new(blocks: &'b [Block]) -> Self {
        Self { blocks, found: OnceCell::new() }
    }

    pub fn get(&self) -> Option<Language> {
        *self.found.get_or_init(|| {
            let mut text = String::new();
            prose(self.blocks, &mut text);
            by_script(&text).and_then(Language::tagged).or_else(|| by_words(&text))
        })
    }
}

/// Collects text, until there is enough to tell a language.
fn prose(blocks: &[Block], text: &mut String) {
    for block in blocks {
        if text.len() > 8 * WORDS {
            return;
        }
        match block {
            Block::Paragraph { inline, .. } | Block::Heading { inline, .. } => {
                text.push_str(&inline.text);
                text.push('\n');
            }
            Block::List { items, .. } => items.iter().for_each(|item| prose(&item.blocks, text)),
            Block::Table { rows, .. } => {
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    text.push_str(&cell.text);
                    text.push(' ');
                }
            }
            Block::Quote { blocks } | Block::Footnote { blocks, .. } => prose(blocks, text),
            Block::Code { .. } | Block::Html { .. } | Block::Rule => {}
        }
    }
}

/// The language whose small words a text has most of; `None` where that is not clear.
fn by_words(text: &str) -> Option<Language> {
    let vocabulary = vocabulary::built_in();
    let mut counts: Vec<(usize, Language)> = Language::all().map(|language| (0, language)).collect();
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    for word in words.take(WORDS) {
        let languages = vocabulary.grammar(&word.to_lowercase(), Grammar::Common);
        for (count, language) in &mut counts {
            *count += usize::from(languages.has(*language));
        }
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let [(first, language), (second, _), ..] = counts.as_slice() else { return None };
    (*first >= 3 && first > second).then_some(*language)
}

/// BCP 47 tag by script; `None` where the script is Latin, for which the book's language is the better guess.
pub fn by_script(text: &str) -> Option<&'static str> {
    if !has_other_scripts(text) {
        return None;
    }
    let (mut letters, mut kana, mut han, mut hangul, mut arabic, mut hebrew, mut cyrillic, mut ukrainian) =
        (0, 0, 0, 0, 0, 0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(4000) {
        letters += 1;
        ukrainian += usize::from(matches!(c, 'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ'));
        match u32::from(c) {
            0x3040..=0x30FF => kana += 1,
            0x4E00..=0x9FFF | 0x3400..=0x4DBF => han += 1,
            0xAC00..=0xD7AF => hangul += 1,
            0x0600..=0x06FF | 0x0750..=0x077F => arabic += 1,
            0x0590..=0x05FF => hebrew += 1,
            0x0400..=0x04FF => cyrillic += 1,
            _ => {}
        }
    }
    // Texts in these scripts are full of Latin names and code.
    let is_much = |count: usize| count * 4 > letters;
    match () {
        () if letters == 0 => None,
        () if is_much(kana + han) => Some(if kana * 20 > kana + han { "ja" } else { "zh" }),
        () if is_much(hangul) => Some("ko"),
        () if is_much(arabic) => Some("ar"),
        () if is_much(hebrew) => Some("he"),
        () if is_much(cyrillic) => Some(if ukrainian * 40 > cyrillic { "uk" } else { "ru" }),
        () => None,
    }
}

/// Whether there may be letters beyond Latin and Greek. Looks at bytes only, for nearly all texts have none: scripts from
/// Cyrillic on begin with `D0`; `E2` begins dashes and quotation marks, `EF` and `F0` signs and emoji.
fn has_other_scripts(text: &str) -> bool {
    text.bytes().any(|byte| byte >= 0xD0 && !matches!(byte, 0xE2 | 0xEF..))
}

/// Words of a text; in Chinese, Japanese and Korean two characters count as one.
pub fn count_words(text: &str) -> usize {
    if !has_other_scripts(text) {
        let is_word = |word: &&str| {
            word.bytes().any(|byte| byte.is_ascii_alphanumeric() || matches!(byte, 0xC3..=0xCF))
        };
        return text.split_ascii_whitespace().filter(is_word).count();
    }
    let is_wide = |c: char| matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF);
    let wide = text.chars().filter(|c| is_wide(*c)).count();
    let is_word = |word: &&str| word.chars().any(|c| c.is_alphanumeric() && !is_wide(c));
    text.split_whitespace().filter(is_word).count() + wide / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_tell_languages() {
        assert_eq!(by_script("データベースの障害 in us-east-1"), Some("ja"));
        assert_eq!(by_script("数据库故障的根因"), Some("zh"));
        assert_eq!(by_script("انقطاع الخدمة"), Some("ar"));
        assert_eq!(by_script("Сбой базы данных"), Some("ru"));
        assert_eq!(by_script("Збій бази даних і її репліки"), Some("uk"));
        assert_eq!(by_script("The database (データ) failed for an hour and then some"), None);
    }

    #[test]
    fn small_words_tell_languages_of_latin_script() {
        for (text, tag) in [
            ("The database was not able to take writes, and we did not see that.", Some("en")),
            ("Die Datenbank konnte nicht schreiben, und das haben wir nicht gesehen.", Some("de")),
            ("La base de datos no podía escribir y no lo vimos en el panel.", Some("es")),
            ("O banco de dados não podia gravar e não vimos isso no painel.", Some("pt")),
            ("La base de données ne pouvait pas écrire et nous ne l'avons pas vu.", Some("fr")),
            ("Il database non poteva scrivere e non lo abbiamo visto nel pannello.", Some("it")),
            ("De database kon niet schrijven en dat hebben we niet gezien.", Some("nl")),
            ("Baza danych nie mogła zapisywać i nie było tego widać na wykresie.", Some("pl")),
            ("Databasen kunde inte skriva och det såg vi inte på panelen.", Some("sv")),
            ("Cache", None),
        ] {
            assert_eq!(by_words(text).map(Language::tag), tag, "{text}");
        }
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count_words("It was – in short – down"), 5);
        assert_eq!(count_words("障害対応"), 2);
    }
}
