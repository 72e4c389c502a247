//! Styles in a picture: rules and declarations are kept one by one, if all that is in them is known to load nothing.

use super::href;

/// Deepest nesting of rules.
const DEPTH: usize = 8;

/// Rules with a block that may stand in a style sheet.
const AT_RULES: &[&str] = &[
    "container",
    "font-face",
    "keyframes",
    "-moz-keyframes",
    "-webkit-keyframes",
    "layer",
    "media",
    "supports",
];

/// What may have brackets behind it. `url` is looked into.
const FUNCTIONS: &[&str] = &[
    "url",
    "and",
    "or",
    "not",
    "only",
    "selector",
    "attr",
    "var",
    "env",
    "calc",
    "min",
    "max",
    "clamp",
    "round",
    "abs",
    "sign",
    "mod",
    "rem",
    "sin",
    "cos",
    "tan",
    "pow",
    "sqrt",
    // Colours.
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "hwb",
    "lab",
    "lch",
    "oklab",
    "oklch",
    "color",
    "color-mix",
    "light-dark",
    "device-cmyk",
    "linear-gradient",
    "radial-gradient",
    "conic-gradient",
    "repeating-linear-gradient",
    "repeating-radial-gradient",
    // Shapes, movements and filters.
    "matrix",
    "matrix3d",
    "translate",
    "translatex",
    "translatey",
    "translatez",
    "translate3d",
    "scale",
    "scalex",
    "scaley",
    "scale3d",
    "rotate",
    "rotatex",
    "rotatey",
    "rotatez",
    "rotate3d",
    "skew",
    "skewx",
    "skewy",
    "perspective",
    "circle",
    "ellipse",
    "inset",
    "polygon",
    "path",
    "rect",
    "cubic-bezier",
    "steps",
    "linear",
    "blur",
    "brightness",
    "contrast",
    "drop-shadow",
    "grayscale",
    "hue-rotate",
    "invert",
    "opacity",
    "saturate",
    "sepia",
    // Fonts and text.
    "format",
    "tech",
    "local",
    "counter",
    "counters",
    "fit-content",
    "minmax",
    "repeat",
    // Selectors.
    "is",
    "where",
    "has",
    "matches",
    "lang",
    "dir",
    "nth-child",
    "nth-last-child",
    "nth-of-type",
    "nth-last-of-type",
];

/// What is kept, and the names of what is not.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub css: String,
    pub dropped: Vec<String>,
}

/// The contents of a `style` element, or of an attribute of that name.
pub fn kept(css: &str) -> Kept {
    let mut kept = Kept::default();
    push_items(&without_comments(css), 0, &mut kept);
    kept
}

/// Whether nothing in a value of an attribute loads anything, as browsers read it that take it for a part of a style.
pub fn is_harmless(value: &str) -> bool {
    // Most are numbers and names.
    if value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .,-+#%\n\t".contains(&byte)) {
        return true;
    }
    is_known(value)
}

fn push_items(css: &str, depth: usize, kept: &mut Kept) {
    let mut rest = css;
    while !rest.trim().is_empty() {
        let end = end_of(rest, |byte| matches!(byte, b';' | b'{' | b'}'));
        let item = rest[..end].trim();
        let ends_with = rest.as_bytes().get(end);
        if ends_with == Some(&b'}') {
            // It closes nothing. What stands around it must not meet, and browsers make different things of the rest.
            kept.dropped.push("a style".to_owned());
            return;
        }
        rest = rest.get(end + 1..).unwrap_or_default();
        if ends_with == Some(&b'{') {
            let end = end_of_block(rest);
            push_rule(item, &rest[..end], depth, kept);
            rest = rest.get(end + 1..).unwrap_or_default();
        } else if !item.is_empty() {
            push_statement(item, ends_with == Some(&b';'), kept);
        }
    }
}

fn push_rule(prelude: &str, block: &str, depth: usize, kept: &mut Kept) {
    let name =
        prelude.strip_prefix('@').map(|rest| rest.split([' ', '\t', '\n', '(']).next().unwrap_or_default());
    let known = match name {
        Some(name) if AT_RULES.contains(&name.to_ascii_lowercase().as_str()) => is_known(&prelude[1..]),
        Some(_) => false,
        None => is_known(prelude),
    };
    if !known || depth >= DEPTH {
        kept.dropped.push(name.map_or_else(|| "a style".to_owned(), |name| format!("`@{name}`")));
        return;
    }
    kept.css.push_str(prelude);
    kept.css.push('{');
    push_items(block, depth + 1, kept);
    kept.css.push('}');
}

fn push_statement(item: &str, is_ended: bool, kept: &mut Kept) {
    if let Some(rule) = item.strip_prefix('@') {
        let name = rule.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        if !matches!(name, "charset" | "namespace") {
            kept.dropped.push(format!("`@{name}`"));
        }
        return;
    }
    if is_known(item) {
        kept.css.push_str(item);
        if is_ended {
            kept.css.push(';');
        }
        return;
    }
    let property = item.split(':').next().unwrap_or_default().trim();
    let is_name =
        !property.is_empty() && property.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    kept.dropped.push(if is_name { format!("the style `{property}`") } else { "a style".to_owned() });
}

/// Whether all parts of a text are of kinds that load nothing.
fn is_known(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => match end_of_string(bytes, at) {
                Some(end) => at = end,
                None => return false,
            },
            b'(' => {
                let name = name_before(text, at);
                if !name.is_empty() && !FUNCTIONS.contains(&name.as_str()) {
                    return false;
                }
                if name == "url" {
                    let Some(length) = text[at..].find(')') else { return false };
                    if !is_known_target(&text[at + 1..at + length]) {
                        return false;
                    }
                    at += length;
                }
            }
            b'\\' | b'@' | b'{' | b'}' | b'<' | 0x7f => return false,
            0..=0x1f if !byte.is_ascii_whitespace() => return false,
            _ => {}
        }
        at += 1;
    }
    true
}

fn is_known_target(target: &str) -> bool {
    let target = target.trim();
    let quoted = |quote: char| target.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let target = quoted('"').or_else(|| quoted('\'')).unwrap_or(target);
    !target.contains(['"', '\'', '\\', '(']) && href::is_of_style(target.trim())
}

/// The name of a function whose bracket is at a byte, in lower case.
fn name_before(text: &str, at: usize) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() || matches!(c, '-' | '_');
    let start = text[..at].trim_end_matches(is_part).len();
    text[start..at].to_ascii_lowercase()
}

/// The byte of the quote that ends a string.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'\n' => return None,
            byte if *byte == bytes[start] => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

/// Where the first byte that `ends` is, outside of strings and brackets; the end of the text where there is none.
fn end_of(text: &str, ends: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = end_of_string(bytes, at).unwrap_or(bytes.len()),
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            byte if depth == 0 && ends(*byte) => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Where the brace is that ends a block which began before the text.
fn end_of_block(text: &str) -> usize {
    let (mut from, mut depth) = (0, 0_usize);
    loop {
        let at = from + end_of(&text[from..], |byte| matches!(byte, b'{' | b'}'));
        match text.as_bytes().get(at) {
            Some(b'{') => depth += 1,
            Some(_) if depth > 0 => depth -= 1,
            _ => return at,
        }
        from = at + 1;
    }
}

fn without_comments(css: &str) -> String {
    let bytes = css.as_bytes();
    let mut out = String::with_capacity(css.len());
    let (mut done, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = end_of_string(bytes, at).unwrap_or(at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                out.push_str(&css[done..at]);
                out.push(' ');
                let length = css[at + 2..].find("*/").map_or(css.len() - at, |length| length + 4);
                done = at + length;
                at = done - 1;
            }
            _ => {}
        }
        at += 1;
    }
    out.push_str(css.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_kept_as_it_is() {
        for css in [
            "fill:none;stroke:#000000",
            "fill:url(#a);stroke:url('#b') red",
            "#m .node rect{fill:#ECECFF;stroke:#9370DB;stroke-width:1px;}",
            "@keyframes dash{to{stroke-dashoffset:0;}}",
            "@media (prefers-color-scheme:dark){a:not(.b)>c::before{color:light-dark(#fff, var(--x, rgb(1,2,3)));content:\"\\f101;}\"}}",
            "@font-face{font-family:\"Virgil\";src:url(data:font/woff2;base64,d09GMg==) format(\"woff2\");}",
            "background:url(\"data:image/png;base64,AA==\")",
            "font-family:Arial, 'Straße Ω'",
        ] {
            assert_eq!(kept(css), Kept { css: css.into(), dropped: Vec::new() });
        }
    }

    #[test]
    fn what_could_load_is_left_out_alone() {
        for (css, left, dropped) in [
            (
                "fill:red;background:url(x-test:a);stroke:none",
                "fill:red;stroke:none",
                "the style `background`",
            ),
            ("a{b:url( \"//example.org\" )}c{d:e}", "a{}c{d:e}", "the style `b`"),
            ("@import url(x-test:a);a{b:c}", "a{b:c}", "`@import`"),
            ("@IMPORT 'x-test:a' ;a{b:c}", "a{b:c}", "`@IMPORT`"),
            ("a{b:u\\72l(x-test:a)}", "a{}", "the style `b`"),
            ("a{b:image-set('x-test:a' 1x)}", "a{}", "the style `b`"),
            ("a{b:URL(#c)d(e)}", "a{}", "the style `b`"),
            ("a{b:url(#c\n);b:url(data:text/plain;base64,AA)}", "a{b:url(#c\n);}", "the style `b`"),
            ("@x-test{a{b:c}}d{e:f}", "d{e:f}", "`@x-test`"),
            ("fill:red;a:u}rl}(x-test:b);c:d", "fill:red;", "a style"),
            ("a{b:c}d}e{f:g}", "a{b:c}", "a style"),
            ("}a{b:c}", "", "a style"),
            ("a{b:'c\n;d:e}", "a{", ""),
        ] {
            let kept = kept(css);
            if dropped.is_empty() {
                assert!(!kept.css.contains("c\n"), "{css}: {kept:?}");
            } else {
                assert_eq!((kept.css.as_str(), kept.dropped), (left, vec![dropped.to_owned()]), "{css}");
            }
        }
        assert!(is_harmless("translate(1 2)") && is_harmless("url(#a)") && !is_harmless("url(a)"));
    }
}
