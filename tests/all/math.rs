//! Formulas between dollar signs, where they are asked for: in pages, feeds, twins and the search.

use crate::support::Base;

const SETTINGS: &str =
    "[book]\ntitle = \"Formulas\"\n\n[output.html]\nmath = true\nsite-url = \"https://example.org/\"\n";

/// A post-mortem with this body.
fn with(body: &str) -> Base {
    let text = format!(
        "---\ntitle: A queue\ndate: 2024-05-01\nsummary: Load was $\\rho = 1$.\nvisibility: public\n---\n\n{body}\n"
    );
    Base::new().file("book.toml", SETTINGS).file("content/queue.md", text)
}

#[test]
fn formulas_are_drawn_in_text_headings_and_blocks() {
    let base = with(
        "## Load $\\rho$\n\nWaiting grows as $\\frac{1}{1-\\rho}$.\n\n$$\nW = \\frac{1}{\\mu - \\lambda}\n$$\n\n| $n$ | x |\n|-|-|\n| $n^2$ | y |\n",
    )
    .build()
    .ok();
    let base = base.page("queue.html", |page| {
        page.has("article h2 math", "ρ");
        page.has("article p math mfrac", "11−ρ");
        page.has("article p math[display=block]", "W=1μ−λ");
        page.has("article td math msup", "n2");
        page.has(".deck math", "ρ=1");
    });
    assert!(!base.read("site/queue.html").contains("style="));
}

#[test]
fn the_sanitiser_lets_formulas_pass_and_nothing_else() {
    let base =
        with("<b>Bold</b> and $x^2$.\n\n<math><mi onclick=\"alert(1)\">y</mi></math>\n\n$\\text{<script>alert(2)</script>}$\n")
            .build()
            .ok();
    let base = base.page("queue.html", |page| {
        page.has("article b", "Bold");
        page.has("article math msup", "x2");
    });
    let page = base.read("site/queue.html");
    assert!(!page.contains("onclick") && !page.contains("<script>alert"), "{page}");
}

#[test]
fn feeds_twins_and_the_search_have_them_too() {
    let base = with("Waiting is $\\frac{\\lambda}{\\mu}$ of $\\operatorname{quiescence}$.\n").build().ok();
    let feed = base.read("site/feed.xml");
    assert!(feed.contains("&lt;mfrac&gt;&lt;mi&gt;λ&lt;/mi&gt;"), "{feed}");
    assert!(base.read("site/queue.md").contains("$\\frac{\\lambda}{\\mu}$"));
    base.run(&["search", "quiescence"]).ok().says("A queue");
}

#[test]
fn a_fault_is_reported_with_its_place_and_the_source_is_shown() {
    let base = with("One.\n\nThe load is $a + \\frobnicate{x}$ there.\n\n$$\n\\frac{1}\n$$\n")
        .build()
        .ok()
        .warns("odd-formula")
        .warns("queue.md:10:18")
        .warns("unknown command \"\\frobnicate\"")
        .warns("queue.md:1")
        .warns("It is shown as it is written");
    base.page("queue.html", |page| {
        assert_eq!(page.texts("article code"), ["$a + \\frobnicate{x}$", "$$ \\frac{1} $$"]);
    });
}

#[test]
fn dollar_signs_are_dollar_signs_unless_somebody_asks() {
    let text = "# Costs\n\nFrom $5/h to $9/h, with $HOME/$USER and `$x$`, and $\\frac{1}{2}$.\n";
    Base::new().file("content/2024-01-02-costs.md", text).build().ok().page(
        "2024-01-02-costs.html",
        |page| {
            page.has("article p", "From $5/h to $9/h, with $HOME/$USER and $x$, and $\\frac{1}{2}$.");
            page.has_no("math");
        },
    );
    // Where they are asked for, prices and code stay what they are.
    with("It costs $5 now and $ 9 then, \\$7 or `$x$`.\n").build().ok().page("queue.html", |page| {
        page.has("article p", "It costs $5 now and $ 9 then, $7 or $x$.");
        page.has_no("article math");
    });
}
