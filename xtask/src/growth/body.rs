//! Bodies that grow.

use super::{BUILD, Made, Shape, lines};

pub const SHAPES: &[Shape] = &[
    text("headings: equal", 5_000, |n| lines(n, |_| "## Impact\n".into())),
    text("headings: numbered alike", 3_000, |n| lines(n, |at| format!("## Impact\n\n## Impact {at}\n"))),
    text("headings: different", 5_000, |n| lines(n, |at| format!("## Heading {at}\n"))),
    text("headings: nested in quotes", 5_000, |n| lines(n, |_| "> ## Impact\n".into())),
    text("headings: with ids", 5_000, |n| lines(n, |_| "## Impact {#same}\n".into())),
    text("headings: times", 3_000, |n| {
        format!("## Timeline\n\n{}", lines(n, |at| format!("### 10:{:02}\n\nIt {at}.\n", at % 60)))
    }),
    text("headings: bold", 3_000, |n| lines(n, |_| "**Impact**\n\nText.\n".into())),
    text("links: broken", 10_000, |n| lines(n, |at| format!("[a](nowhere-{at}.md)"))),
    text("links: broken, one a paragraph", 5_000, |n| lines(n, |at| format!("[a](nowhere-{at}.md)\n"))),
    text("links: broken, in one line", 5_000, |n| "[a](nowhere.md) ".repeat(n)),
    text("links: broken anchors", 5_000, |n| lines(n, |at| format!("[a](#nowhere-{at})\n"))),
    text("links: broken anchors of many headings", 500, |n| {
        lines(n, |at| format!("## Heading {at}\n\n[a](#nowhere-{at})\n"))
    }),
    text("links: anchors in another letter case", 500, |n| {
        lines(n, |at| format!("## Heading {at}\n\n[a](#HEADING-{at})\n"))
    }),
    text("links: to the same anchor", 5_000, |n| {
        format!("## Here\n\n{}", lines(n, |_| "[a](#here)\n".into()))
    }),
    text("links: wikilinks to nowhere", 5_000, |n| lines(n, |_| "[[nowhere]]".into())),
    text("links: wikilinks to itself", 5_000, |n| lines(n, |_| "[[one]]".into())),
    text("links: of other sites", 5_000, |n| lines(n, |at| format!("[a](https://example.org/{at})"))),
    text("links: bare addresses", 5_000, |n| lines(n, |at| format!("https://example.org/{at} and more"))),
    text("links: addresses in one word", 5_000, |n| "https://example.org/,".repeat(n)),
    text("links: mail", 5_000, |n| lines(n, |at| format!("<a{at}@example.org>"))),
    text("links: unsafe", 5_000, |n| lines(n, |at| format!("[a](x-test:{at})"))),
    text("links: pictures to nowhere", 5_000, |n| lines(n, |at| format!("![a](nowhere-{at}.png)"))),
    text("links: nested pictures", 2_000, |n| format!("{}a{}", "![".repeat(n), "](b)".repeat(n))),
    text("references: defined and used", 5_000, |n| {
        lines(n, |at| format!("[text][r{at}]"))
            + "\n"
            + &lines(n, |at| format!("[r{at}]: https://example.org/{at}"))
    }),
    text("references: one, used often", 5_000, |n| "[r] ".repeat(n) + "\n\n[r]: https://example.org/\n"),
    text("references: broken", 5_000, |n| {
        lines(n, |at| format!("[text][r{at}]")) + "\n" + &lines(n, |at| format!("[r{at}]: nowhere-{at}.md"))
    }),
    text("references: unused", 5_000, |n| lines(n, |at| format!("[r{at}]: https://example.org/{at}"))),
    text("references: undefined", 5_000, |n| lines(n, |at| format!("[text][r{at}]"))),
    text("references: defined twice", 5_000, |n| lines(n, |_| "[r]: https://example.org/".into())),
    text("references: a long name", 20_000, |n| format!("[{}]\n\n[a]: b\n", "a ".repeat(n))),
    text("footnotes", 2_000, |n| lines(n, |at| format!("Text[^{at}].\n\n[^{at}]: Note {at}.\n"))),
    text("footnotes: one, used often", 3_000, |n| "Text[^a]. ".repeat(n) + "\n\n[^a]: Note.\n"),
    text("footnotes: undefined", 3_000, |n| lines(n, |at| format!("Text[^{at}]."))),
    text("footnotes: unused", 3_000, |n| lines(n, |at| format!("[^{at}]: Note.\n"))),
    text("html: nested blocks", 5_000, |n| "<div>\n".repeat(n)),
    text("html: nested blocks, closed", 5_000, |n| "<div>\n".repeat(n) + &"</div>\n".repeat(n)),
    text("html: nested in one line", 5_000, |n| format!("Text {}", "<b>".repeat(n))),
    text("html: nested details", 3_000, |n| "<details><summary>a</summary>\n\n".repeat(n)),
    text("html: nested tables", 3_000, |n| "<table><tr><td>\n".repeat(n)),
    text("html: side by side", 5_000, |n| lines(n, |_| "Some <b>bold</b> text.\n".into())),
    text("html: blocks side by side", 5_000, |n| lines(n, |_| "<div>text</div>\n".into())),
    text("html: empty elements", 5_000, |n| "<br>".repeat(n)),
    text("html: closing tags", 5_000, |n| "</p>\n".repeat(n)),
    text("html: formatting that nothing closes", 2_000, |n| lines(n, |_| "<b><i>text\n".into())),
    text("html: paragraphs in formatting", 2_000, |n| "<b><p>a\n".repeat(n)),
    text("html: links with addresses", 3_000, |n| {
        lines(n, |at| format!("<a href=\"nowhere-{at}.md\">a</a>\n"))
    }),
    text("html: ids", 3_000, |n| lines(n, |at| format!("<a id=\"i{at}\"></a>\n"))),
    text("html: attributes", 5_000, |n| {
        format!("<div {}>\n", (0..n).map(|at| format!("data-{at}=1 ")).collect::<String>())
    }),
    text("html: a tag that nothing closes", 5_000, |n| "<a ".repeat(n)),
    text("html: comments", 5_000, |n| "a <!-- x --> b\n\n".repeat(n)),
    text("html: comments that nothing closes", 5_000, |n| "a <!-- \n".repeat(n)),
    text("html: instructions that nothing closes", 5_000, |n| "a <? ".repeat(n)),
    text("html: cdata that nothing closes", 5_000, |n| "a <![CDATA[ ".repeat(n)),
    text("quotes: nested", 3_000, |n| "> ".repeat(n) + "a"),
    text("quotes: nested over lines", 1_000, |n| lines(n, |at| format!("{} a\n", ">".repeat(at % 40)))),
    text("lists: nested", 3_000, |n| "- ".repeat(n) + "a"),
    text("lists: indented", 300, |n| lines(n, |at| format!("{}- a", "  ".repeat(at)))),
    text("lists: items", 5_000, |n| lines(n, |at| format!("- item {at}"))),
    text("lists: numbered", 5_000, |n| lines(n, |at| format!("{at}. Why {at}?"))),
    text("lists: tasks", 3_000, |n| lines(n, |at| format!("- [ ] item {at}"))),
    text("emphasis: opened", 10_000, |n| "*a ".repeat(n)),
    text("emphasis: opened and closed", 10_000, |n| "*a ".repeat(n) + &"b* ".repeat(n)),
    text("emphasis: strong and weak", 10_000, |n| "**a *b ".repeat(n)),
    text("emphasis: strikes", 10_000, |n| "~~a ".repeat(n)),
    text("emphasis: stars", 20_000, |n| "*".repeat(n)),
    text("emphasis: underscores and stars", 10_000, |n| "a**b_c ".repeat(n)),
    text("brackets: opened", 10_000, |n| "[".repeat(n)),
    text("brackets: opened, in wikilinks", 10_000, |n| "[[a ".repeat(n)),
    text("brackets: closed", 10_000, |n| "](".repeat(n)),
    text("brackets: links that nothing closes", 10_000, |n| "[a](".repeat(n)),
    text("brackets: titles that nothing closes", 5_000, |n| "[a](<b \"".repeat(n)),
    text("backticks: of each length", 500, |n| lines(n, |at| format!("a{} b", "`".repeat(at)))),
    text("backticks: opened", 10_000, |n| "`a``".repeat(n)),
    text("tables: rows", 3_000, |n| format!("|a|b|\n|-|-|\n{}", lines(n, |at| format!("|{at}|b|")))),
    text("tables: columns", 2_000, |n| format!("{0}|\n{1}|\n{0}|\n", "|a".repeat(n), "|-".repeat(n))),
    text("tables: short rows of many columns", 300, |n| {
        format!("{}|\n{}|\n{}", "|a".repeat(n), "|-".repeat(n), "|b|\n".repeat(n))
    }),
    text("tables: heads that are none", 3_000, |n| lines(n, |_| "|a|b|".into())),
    text("tables: of action items", 1_000, |n| {
        format!(
            "## Action items\n\n|Action|Owner|Due|\n|-|-|-|\n{}",
            lines(n, |at| format!("|Do {at}|me|2024-02-0{}|", at % 9 + 1))
        )
    }),
    text("code: blocks of odd languages", 1_000, |n| lines(n, |at| format!("```lang{at}\nx = {at}\n```\n"))),
    text("code: blocks of one language", 500, |n| lines(n, |at| format!("```rust\nlet x = {at};\n```\n"))),
    text("code: a long block", 2_000, |n| {
        format!("```rust\n{}```\n", lines(n, |at| format!("let x{at} = f({at});")))
    }),
    text("code: nested brackets in it", 5_000, |n| format!("```json\n{}\n```\n", "[".repeat(n))),
    text("code: a long line in it", 5_000, |n| format!("```python\n{}\n```\n", "x = 1; ".repeat(n))),
    text("code: fences that nothing closes", 3_000, |n| lines(n, |_| "> ```\n".into())),
    text("text: a long line", 20_000, |n| "word ".repeat(n)),
    text("text: a long word", 50_000, |n| "word".repeat(n)),
    text("text: a long word of digits and dots", 20_000, |n| "1.".repeat(n)),
    text("text: a long word of camels", 20_000, |n| "aB".repeat(n)),
    text("text: hyphens", 20_000, |n| "a-".repeat(n)),
    text("text: Japanese", 20_000, |n| "障害対応".repeat(n)),
    text("text: combining marks", 20_000, |n| "a\u{301}\u{302}".repeat(n)),
    text("text: entities", 20_000, |n| "&amp;".repeat(n)),
    text("text: backslashes", 20_000, |n| "\\".repeat(n)),
    text("text: hard breaks", 5_000, |n| "a  \n".repeat(n)),
    text("text: soft breaks", 10_000, |n| "a\n".repeat(n)),
    text("text: different words", 5_000, |n| lines(n, |at| format!("word{at} of x{:x}", at * 7_919))),
    text("text: sentences", 5_000, |n| "It failed because he did not look. ".repeat(n)),
    text("text: dates and times", 5_000, |n| {
        lines(n, |at| format!("On 2024-01-0{} at 10:{:02} UTC it failed.", at % 9 + 1, at % 60))
    }),
    text("text: mail addresses and names", 3_000, |n| "ann@example.org said @bob was 10.0.0.1. ".repeat(n)),
    text("text: colons", 10_000, |n| "a:".repeat(n)),
    text("text: blank lines", 50_000, |n| "\n".repeat(n)),
    text("text: spaces", 50_000, |n| "a".to_owned() + &" ".repeat(n) + "b"),
    text("text: tabs", 20_000, |n| "\t".repeat(n) + "b"),
    text("timeline: lines", 3_000, |n| {
        format!("## Timeline\n\n{}", lines(n, |at| format!("- 10:{:02} It {at}", at % 60)))
    }),
    text("timeline: odd lines", 3_000, |n| {
        format!("## Timeline\n\n{}", lines(n, |at| format!("- then 99:99 It {at}")))
    }),
    text("timeline: rows", 3_000, |n| {
        format!(
            "## Timeline\n\n|Time|Event|\n|-|-|\n{}",
            lines(n, |at| format!("|10:{:02}|It {at}|", at % 60))
        )
    }),
    text("timeline: one paragraph", 3_000, |n| {
        format!("## Timeline\n\n{}", lines(n, |at| format!("10:{:02} It {at}", at % 60)))
    }),
    text("timeline: days", 2_000, |n| {
        format!(
            "## Timeline\n\n{}",
            lines(n, |at| format!("### 2024-01-{:02}\n\n- 10:{:02} It\n", at % 28 + 1, at % 60))
        )
    }),
    text("action items: equal", 2_000, |n| {
        format!("## Action items\n\n{}", "- [ ] Add an alert for it @me\n".repeat(n))
    }),
    text("action items: different", 1_000, |n| {
        format!(
            "## Action items\n\n{}",
            lines(n, |at| format!("- [ ] Add alert {at} for queue{at} (owner: p{at}, due: 2024-02-01)"))
        )
    }),
    text("action items: impossible dates", 1_000, |n| {
        format!("## Action items\n\n{}", lines(n, |at| format!("- [ ] Do {at} (due: 2024-02-31)")))
    }),
    text("action items: many owners", 2_000, |n| {
        format!("## Action items\n\n- [ ] Do it {}", (0..n).map(|at| format!("@p{at} ")).collect::<String>())
    }),
    text("action items: many labels in one", 2_000, |n| {
        format!("## Action items\n\n- [ ] Do it ({})", "owner: a, ".repeat(n))
    }),
    text("labels", 3_000, |n| lines(n, |at| format!("**Date**: 2024-01-0{}\n", at % 9 + 1))),
    text("labels: in one paragraph", 3_000, |n| "**Severity**: high\n".repeat(n)),
    text("fences: internal", 1_000, |n| lines(n, |_| "Text.\n\n:::internal\nSecret.\n:::\n".into())),
    text("fences: nested", 2_000, |n| ":::internal\n".repeat(n) + &":::\n".repeat(n)),
    text("fences: of others", 5_000, |n| ":::note\na\n:::\n".repeat(n)),
    text("fences: many in one line", 5_000, |n| ":::internal ::: ".repeat(n)),
    text("fences: colons", 20_000, |n| ":".repeat(n) + "internal"),
    text("fences: one that nothing closes", 5_000, |n| ":::internal\n".to_owned() + &"a\n\n".repeat(n)),
    math("formulas", 1_000, |n| lines(n, |at| format!("Let $x_{{{at}}} = 1$ be."))),
    math("formulas: odd", 1_000, |n| lines(n, |at| format!("Let $\\nothing{at}$ be."))),
    math("formulas: nested", 2_000, |n| format!("$${}x{}$$", "{".repeat(n), "}".repeat(n))),
    math("formulas: nested fractions", 500, |n| format!("$${}x{}$$", "\\frac{1}{".repeat(n), "}".repeat(n))),
    math("formulas: a long one", 3_000, |n| format!("$${}$$", "a + ".repeat(n))),
    math("formulas: dollars", 5_000, |n| "$a ".repeat(n)),
    math("formulas: braces and dollars", 3_000, |n| "${".repeat(n)),
];

const fn text(name: &'static str, size: usize, body: fn(usize) -> String) -> Shape {
    Shape { name, size, made: Made::Body(body), command: BUILD }
}

const fn math(name: &'static str, size: usize, body: fn(usize) -> String) -> Shape {
    Shape { name, size, made: Made::Math(body), command: BUILD }
}
