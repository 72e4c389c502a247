//! What stands in the pages of a site is of known kinds, whatever authors write and however they spell it.

use std::collections::BTreeSet;

use crate::support::{Base, walk};
use scraper::{Html, Selector};

/// Private characters, as they are and as entities.
const MARKS: [&str; 7] =
    ["", "\u{e000}", "\u{e001}", "&#xE000;", "&#57344;", "&#xe001;", "\u{e000}\u{e001}0\u{e001}"];

/// All elements that pages have.
const ELEMENTS: &str = "a article aside b blockquote body br button code data dd del details dialog div dl dt em figure footer form h1 h2 h3 h4 \
    h5 h6 head header hr html i img input label li link main mark math meta mfrac mi mn mo mrow msup nav ol option p pre script section \
    select small span strong sub summary sup svg table tbody td th thead time title tr u ul g rect line path text circle kbd desc tfoot defs pattern noscript";

/// All attributes that pages have, beside those of the theme that begin with `data-`.
const ATTRIBUTES: &str = "action alt aria-autocomplete aria-controls aria-current aria-describedby aria-expanded aria-haspopup aria-hidden \
    aria-keyshortcuts aria-label aria-labelledby aria-live aria-pressed autocapitalize autocomplete autofocus charset checked class \
    colspan content cx cy d datetime defer dir display dx enterkeyhint focusable for height hidden href hreflang id inputmode lang loading \
    media method name open patternTransform patternUnits placeholder popover popovertarget preserveAspectRatio property r rel role rowspan \
    scope spellcheck src start tabindex title type value viewBox width x x1 x2 y y1 y2";

/// A document with authors' HTML and addresses of invented kinds in every place where a person can write.
fn document(mark: &str) -> String {
    let raw = format!(
        "<x-widget data-x=\"{mark}1\">a</x-widget><b class=\"{mark}forged\" role='{mark}forged' aria-label={mark}forged data-x=1>b</b>\
         <a href=\"{mark}x-test:a\" class='{mark}forged' tabindex='{mark}1'>c</a><img src=\"{mark}x-test:b\" alt=\"d{mark}\" loading=\"{mark}x\">"
    );
    let yaml = raw.replace('\'', "''");
    format!(
        "---\ntitle: '{yaml}'\ndate: 2024-01-02\nseverity: sev2\nservices: ['{yaml}']\ncauses: ['{yaml}']\ntags: ['{yaml}']\n\
         teams: ['{yaml}']\nsummary: '{yaml}'\nlinks: ['{mark}x-test:c', {{title: '{yaml}', url: '{mark}x-test:d'}}]\n\
         roles: {{commander: '{yaml}'}}\naction_items: [{{title: '{yaml}', owner: '{yaml}', url: '{mark}x-test:e'}}]\n\
         timeline: [{{at: '2024-01-02 10:00', text: '{yaml}'}}]\n---\n\n\
         {raw}\n\n## {raw}\n\n- {raw}\n- [e{mark}]({mark}x-test:f \"{mark}forged\")\n\n> [!NOTE]\n> {raw}\n\n\
         | A | {raw} |\n|---|--:|\n| {raw} | ![{raw}]({mark}x-test:g) |\n\n`{raw}` ~~{mark}~~ <{mark}x-test:h> https://example.org/{mark}\n\n\
         ```{mark}html\n{raw}\n```\n\n```rust\nlet a = \"{mark}\";\n```\n\nNote[^{mark}1].\n\n[^{mark}1]: {raw}\n\n$x^{mark}2$\n\n\
         <div title=\"{mark}\n\n**open{mark}**\n\n<div class=\"{mark}forged\n\n## Open\n\n</section></div></article></main>\n\n\
         <a href=\"{mark}x-test:i\n\n[link](other.md \"title\")\n\n<p>A <script> b\n\n## Timeline\n\n- 10:05 {raw}\n- 10:10 Mended{mark}\n\n\
         ## Action items\n\n- [ ] {raw}\n\nThe end of it{mark}.\n"
    )
}

#[test]
fn nothing_that_authors_write_becomes_of_another_kind() {
    let mut base = Base::new()
        .file("content/other.md", "# Other\n\nText.\n")
        .file("book.toml", "[output.html]\nmath = true\n");
    for (index, mark) in MARKS.iter().enumerate() {
        base = base.file(&format!("content/d{index}.md"), document(mark));
    }
    let base = base.file("content/\u{e000}x-test:name\u{e001}.md", document("\u{e001}")).build().ok();
    let known = |list: &'static str| list.split_whitespace().collect::<BTreeSet<_>>();
    let (elements, attributes) = (known(ELEMENTS), known(ATTRIBUTES));
    let any = Selector::parse("*").unwrap();
    let (mut odd, mut pages) = (BTreeSet::new(), 0);
    for (path, bytes) in base.files("site").iter().filter(|(path, _)| path.ends_with(".html")) {
        pages += 1;
        let html = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        for element in html.select(&any).map(|element| element.value()) {
            if !elements.contains(element.name()) {
                odd.insert(format!("<{}> in {path}", element.name()));
            }
            for (name, value) in element.attrs() {
                let is_of_theme = name.starts_with("data-") && name != "data-x";
                if !attributes.contains(name) && !is_of_theme {
                    odd.insert(format!("{name} of <{}> in {path}", element.name()));
                }
                // What they write may be told, and be part of a name.
                if matches!(name, "class" | "role" | "tabindex" | "loading") && value.contains("forged") {
                    odd.insert(format!("{name}={value} of <{}> in {path}", element.name()));
                }
            }
        }
    }
    assert!(pages > 20 && odd.is_empty(), "{odd:#?}");
    assert_eq!(walk::faults(&base.path("site")), Vec::<String>::new());
    let mut base = base;
    for index in 0..MARKS.len() {
        base = base.page(&format!("d{index}.html"), |page| page.has("article", "The end of it"));
    }
    // What is private is shown as it is: a font may have a sign for it.
    base.page("d3.html", |page| page.has("article", "The end of it\u{e000}."))
        .page("d2.html", |page| page.has("article code", "let a = \"\u{e001}\""));
}

/// Everything that a body can have that is ours.
const RICH: &str = "---\ntitle: Rich\ndate: 2024-01-02\nstarted_at: 2024-01-02T10:00Z\n---\n\n## Summary\n\nA *b* **c** ~~d~~ `e` \
    [f](other.md#text) ![g](a.png) <https://example.org> https://example.org/x_(y)?z=1&a=2 [gone](gone.md) one[^n].\n\n[^n]: Note.\n\n\
    > [!WARNING]\n> Careful.\n\n| A | B |\n|--:|:-:|\n| 1 | 2 |\n\n3. three\n4. four\n\n```rust\nfn main() { println!(\"<&>\"); }\n```\n\n\
    ```mermaid\ngraph LR; a-->b\n```\n\n    indented\n\n$\\frac{1}{\\sqrt[3]{x^2_1}}$ and\n\n$$\\begin{cases} 1 & x > 0 \\\\ \\text{é} & y \\end{cases} \
    \\sum_{i=0}^n \\color{red} \\hat{a} \\left( \\vec{b} \\right)$$\n\n---\n\n## Timeline\n\n- 10:00 It began\n- 10:05 [x] Seen\n\n\
    ## Why\n\n1. Why? Because.\n2. Why? So.\n\n## Action items\n\n- [ ] Mend it (@ann)\n- [x] Done\n\n| Action | State |\n|---|---|\n| Test | open |\n";

#[test]
fn what_is_ours_is_the_same_beside_html() {
    let base = Base::new().file("content/other.md", "# Other\n\n## Text\n").file("content/a.png", "a");
    let base = base.file("book.toml", "[output.html]\nmath = true\n");
    let article = |base: &Base| {
        let html = Html::parse_document(&base.read("site/rich.html"));
        let article = html.select(&Selector::parse("article").unwrap()).next().unwrap().html();
        // Blanks between blocks say nothing.
        article.replace(">\n", ">").replace("<p><u></u></p>", "")
    };
    let base = base.file("content/rich.md", RICH).build().ok();
    let plain = article(&base);
    assert!(plain.contains("<math") && plain.contains("class=\"tl"), "{plain}");
    let base = base.file("content/rich.md", format!("{RICH}\n<u></u>\n")).build().ok();
    assert_eq!(article(&base), plain);
}
