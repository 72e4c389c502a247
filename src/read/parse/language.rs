//! The language of a text, as far as its script tells.

/// BCP 47 tag by script; `None` where the script is Latin, for which the book's language is the better guess.
#[must_use]
pub fn by_script(text: &str) -> Option<&'static str> {
    if !has_other_scripts(text) {
        return None;
    }
    let (mut letters, mut kana, mut han, mut hangul, mut arabic, mut hebrew, mut cyrillic) =
        (0, 0, 0, 0, 0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(4000) {
        letters += 1;
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
        () if is_much(cyrillic) => Some("ru"),
        () => None,
    }
}

/// Whether there may be letters beyond Latin and Greek. Looks at bytes only, for nearly all texts have none: scripts from
/// Cyrillic on begin with `D0`; `E2` begins dashes and quotation marks, `EF` and `F0` signs and emoji.
fn has_other_scripts(text: &str) -> bool {
    text.bytes().any(|byte| byte >= 0xD0 && !matches!(byte, 0xE2 | 0xEF..))
}

/// Words of a text; in Chinese, Japanese and Korean two characters count as one.
#[must_use]
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
        assert_eq!(by_script("The database (データ) failed for an hour and then some"), None);
    }

    #[test]
    fn words_are_counted_in_every_script() {
        assert_eq!(count_words("It was – in short – down"), 5);
        assert_eq!(count_words("障害対応"), 2);
    }
}
