//! Formulas in LaTeX → MathML, without styles in attributes and without ids; **pure**.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

/// Longest formula that is read, in bytes: what a person writes is far shorter, and reading takes stack with its depth.
const LONGEST: usize = 4_000;
/// Formulas with more commands and groups than this are read on a stack of their own.
const DEEP: usize = 100;
/// Bytes of that stack; the deepest formula of [`LONGEST`] takes a fourth of it.
const STACK: usize = 64 << 20;

/// Where a formula stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Within a line, between single dollar signs.
    Text,
    /// On lines of its own, between double ones.
    Block,
}

/// Why a formula can't be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the formula that are at fault.
    pub range: Range<usize>,
    /// A sentence without its full stop, in lower case.
    pub message: String,
}

static CONVERTER: LazyLock<Option<LatexToMathML>> =
    LazyLock::new(|| LatexToMathML::new(MathCoreConfig::default()).ok());

/// Appends a formula as MathML, or as code where it can't be drawn, so that nothing is lost.
pub fn push(out: &mut String, latex: &str, place: Place) {
    match convert(latex, place) {
        Ok(math) => out.push_str(&math),
        Err(_) => {
            let mark = if place == Place::Block { "$$" } else { "$" };
            let source = crate::core::escape::escaped(latex);
            let _ = write!(out, "<code>{mark}{source}{mark}</code>");
        }
    }
}

/// A formula as an element `math`.
///
/// # Errors
///
/// What is wrong with the formula.
pub fn convert(latex: &str, place: Place) -> Result<String, Fault> {
    if latex.len() > LONGEST {
        let message = format!("the formula is longer than {LONGEST} bytes");
        return Err(Fault { range: 0..latex.len(), message });
    }
    let depth = latex.bytes().filter(|byte| matches!(byte, b'\\' | b'{' | b'[')).count();
    if depth <= DEEP {
        return converted(latex, place);
    }
    let fault = || Fault { range: 0..latex.len(), message: "the formula is too deep".into() };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, || converted(latex, place)).map_err(|_| fault())?;
        thread.join().unwrap_or_else(|_| Err(fault()))
    })
}

fn converted(latex: &str, place: Place) -> Result<String, Fault> {
    let whole = || Fault { range: 0..latex.len(), message: "the formula can't be read".into() };
    let converter = CONVERTER.as_ref().ok_or_else(whole)?;
    let display = match place {
        Place::Text => MathDisplay::Inline,
        Place::Block => MathDisplay::Block,
    };
    match converter.convert_with_local_state(latex, display) {
        Ok(result) => Ok(plain(&result.mathml)),
        Err(error) => {
            // Whole characters, wherever the library counts to.
            let range = if latex.get(error.0.clone()).is_some() { error.0.clone() } else { 0..latex.len() };
            Err(Fault { range, message: in_lower_case(&error.to_string()) })
        }
    }
}

/// A sentence of the library as part of one of ours.
fn in_lower_case(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// What a policy for the page forbids, or what could clash with it, said otherwise: styles become classes, colours
/// attributes; ids and links go.
fn plain(math: &str) -> String {
    let mut out = String::with_capacity(math.len());
    let mut rest = math;
    while let Some((before, behind)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = behind.split_once('>').unwrap_or((behind, ""));
        rest = after;
        push_tag(&mut out, tag);
    }
    out.push_str(rest);
    out
}

fn push_tag(out: &mut String, tag: &str) {
    if !tag.contains('"') {
        let name = tag.trim_start_matches('/').trim_end_matches('/').trim();
        // What a label leads to has no id here.
        if name != "a" {
            let _ = write!(out, "<{tag}>");
        }
        return;
    }
    let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    if name == "a" {
        return;
    }
    let _ = write!(out, "<{name}");
    let mut classes: Vec<&str> = Vec::new();
    while let Some((attribute, value, behind)) = next_attribute(attributes) {
        attributes = behind;
        match attribute {
            "style" => {
                for one in value.split(';').map(str::trim).filter(|one| !one.is_empty()) {
                    match one.split_once(':').map(|(name, value)| (name.trim(), value.trim())) {
                        Some(("color", value)) => drop(write!(out, " mathcolor=\"{value}\"")),
                        Some(("font-size", value)) => drop(write!(out, " mathsize=\"{value}\"")),
                        Some((name, value)) => classes.extend(class_of(name, value)),
                        None => {}
                    }
                }
            }
            "class" => classes.push(value),
            // Valid in MathML Core only on some elements for the checkers that there are; the style sheet says it.
            "scriptlevel" if name == "mtable" => {}
            "id" | "href" => {}
            _ => drop(write!(out, " {attribute}=\"{value}\"")),
        }
    }
    if !classes.is_empty() {
        let _ = write!(out, " class=\"{}\"", classes.join(" "));
    }
    out.push_str(if tag.ends_with('/') { "/>" } else { ">" });
}

/// Name and value of the first attribute, and what follows it.
fn next_attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (name, behind) = text.split_once("=\"")?;
    let (value, behind) = behind.split_once('"')?;
    Some((name.trim(), value, behind))
}

/// The class of `math.css` that stands for a declaration of the library; `None` for what need not be kept.
fn class_of(name: &str, value: &str) -> Option<&'static str> {
    let class = match (name, value) {
        ("text-align", "left") => "m-l",
        ("text-align", "right") => "m-r",
        ("padding-left", "0") => "m-pl0",
        ("padding-left", "1em") => "m-pl1",
        ("padding-left", "0.1em") => "m-pn",
        ("padding-left", "0.1667em") => "m-pl2",
        ("padding-right", "0") => "m-pr0",
        ("padding-right", "0.1667em") => "m-pr2",
        ("padding-top", "0") => "m-pt0",
        ("width", "50%") => "m-w50",
        ("width", "100%") => "m-w",
        ("border-left", "0.05em solid currentcolor") => "m-bl",
        ("border-right", "0.05em solid currentcolor") => "m-br",
        ("border-top", "0.05em solid currentcolor") => "m-bt",
        ("border-left", _) => "m-bl m-dash",
        ("border-right", _) => "m-br m-dash",
        ("border-top", _) => "m-bt m-dash",
        ("font-variant-caps", _) => "m-caps",
        _ => return None,
    };
    Some(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(latex: &str) -> String {
        convert(latex, Place::Text).unwrap()
    }

    #[test]
    fn formulas_become_elements_without_styles_and_ids() {
        assert_eq!(text(r"\frac{1}{\lambda}"), "<math><mfrac><mn>1</mn><mi>λ</mi></mfrac></math>");
        assert!(convert("x", Place::Block).unwrap().starts_with("<math display=\"block\""));
        for latex in [
            r"\begin{align} a &= b \label{one} \\ c &= d \end{align}",
            r"\begin{array}{c|c} a & b \\ \hline c & d \end{array}",
            r"\color{red} x",
            r"\begin{cases} 1 & x > 0 \\ 2 & y \end{cases}",
        ] {
            let math = text(latex);
            assert!(!math.contains(" style=") && !math.contains(" id=") && !math.contains("href"), "{math}");
            let opened = math.matches("<m").count();
            let ended = math.matches("</m").count() + math.matches("/>").count();
            assert_eq!(opened, ended, "{math}");
        }
        assert!(text(r"\color{red} x").contains("mathcolor=\"#FF0000\""));
        assert!(text(r"\begin{array}{c|c} a & b \end{array}").contains("class=\"m-br\""));
    }

    #[test]
    fn a_fault_has_its_place_and_shows_the_source() {
        let fault = convert(r"a + \frobnicate", Place::Text).unwrap_err();
        assert_eq!(&r"a + \frobnicate"[fault.range], r"\frobnicate");
        assert_eq!(fault.message, r#"unknown command "\frobnicate""#);
        let mut out = String::new();
        push(&mut out, r"<b>\frobnicate", Place::Block);
        assert_eq!(out, r"<code>$$&lt;b&gt;\frobnicate$$</code>");
        let mut out = String::new();
        push(&mut out, r"\text{<script>alert(1)</script>} < 1", Place::Text);
        assert!(!out.contains("<script"), "{out}");
    }

    #[test]
    fn depth_and_length_harm_nobody() {
        for part in
            ["{", r"\sqrt", r"\sqrt{", r"\left(", r"\begin{matrix}", "x_{", r"\frac1", r"\text{", "'", "-"]
        {
            let most = LONGEST / part.len();
            let _ = convert(&part.repeat(most), Place::Block);
        }
        let deep = format!("{}x{}", r"\sqrt{".repeat(570), "}".repeat(570));
        assert!(text(&deep).matches("<msqrt>").count() == 570);
        assert!(convert(&"x".repeat(LONGEST + 1), Place::Text).unwrap_err().message.contains("longer"));
    }
}
