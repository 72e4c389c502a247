//! What is very large or very deep: a limit is told with its place, and the rest of the site is built. How long it takes is
//! measured by `cargo xtask growth`.

use crate::support::Base;

/// A base with a good page beside one that is too much.
fn with(text: String) -> Base {
    Base::small().file("content/much.md", text).build().ok().exists("site/2024/2024-01-02-cache.html")
}

fn front(yaml: &str) -> String {
    format!("---\ntitle: Much\n{yaml}\nseverity: sev3\n---\n\n## Summary\n\nText.\n")
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|number| line(number) + "\n").collect()
}

fn list(name: &str, count: usize) -> String {
    format!("{name}:\n{}", lines(count, |number| format!("- {name} {number}")))
}

#[test]
fn brackets_that_are_too_deep_are_not_read() {
    for (yaml, line) in [
        (format!("x: {}1{}", "[".repeat(20_000), "]".repeat(20_000)), 3),
        (format!("x: {}", "[".repeat(20_000)), 3),
        (format!("x:\n  a: {}1{}", "{a: [".repeat(9_000), "]}".repeat(9_000)), 4),
        (format!("tags: [a, \"]\", ']', # ]\n{}", lines(9_000, |_| " [ \"]\",".into())), 131),
    ] {
        with(front(&yaml))
            .warns("error[invalid-front-matter]")
            .warns("nested too deeply to be read")
            .warns(&format!("much.md:{line}:"))
            .page("much.html", |page| {
                assert_eq!(page.texts("h1"), ["Much"]);
                assert!(page.texts("body")[0].contains("SEV3"), "the other keys are read");
            });
    }
}

#[test]
fn brackets_side_by_side_are_read() {
    for yaml in [
        format!("x: {}1{}", "[".repeat(100), "]".repeat(100)),
        format!(
            "action_items:\n{}",
            lines(300, |at| format!("- {{title: \"Do [it {at}\", tags: ['[', \"[\"]}}"))
        ),
        format!("tags: [{}]", "\"[ \\\" [\", ".repeat(200)),
        format!("# {}", "[".repeat(300)),
    ] {
        with(front(&yaml)).silent();
    }
}

#[test]
fn elements_that_are_too_deep_are_text() {
    for (open, close) in [
        ("<div>\n", "</div>\n"),
        ("<div data-x=\"1\">", ""),
        ("<X-WIDGET>\n", "</X-WIDGET>\n"),
        ("a <b>", "</b>"),
        ("<details><summary>a</summary>\n\n", ""),
        ("<div\n\n>", ""),
    ] {
        let body = format!("# Much\n\n{}the end\n\n{}", open.repeat(3_000), close.repeat(3_000));
        with(body).warns("warning[html-too-deep]").warns("much.md:").page("much.html", |page| {
            assert!(page.texts("main")[0].contains("the end"), "{open}");
            let selector = ["article", &["div"; 110].join(" > ")].join(" ");
            page.has_no(&selector);
        });
    }
}

#[test]
fn elements_side_by_side_are_elements() {
    for piece in [
        "<p>a\n\n",
        "<div>a</div>\n\n",
        "<li>a\n",
        "a <br> b <b>c</b>\n",
        "<img src=\"no\" alt=\"a\"><hr>\n",
        "`<div>`\n",
    ] {
        let base = with(format!("# Much\n\n{}", piece.repeat(1_000)));
        assert!(!base.stderr().contains("html-too-deep"), "{piece}");
    }
}

#[test]
fn names_beyond_the_limit_are_listed_and_not_paired() {
    let yaml = format!("date: 2024-01-02\n{}{}", list("services", 230), list("causes", 220));
    with(front(&yaml))
        .warns("warning[too-many-names]")
        .warns("`services` has 230 names; only the first 200")
        .warns("much.md:4:1")
        .warns("`causes` has 220 names; only the first 200")
        .warns("much.md:235:1")
        .page("services/services-229.html", |page| {
            assert!(page.texts("main")[0].contains("Much"), "the service lists its incident");
        })
        .page("causes/causes-219.html", |page| assert!(page.texts("main")[0].contains("Much")));
}

#[test]
fn many_names_of_one_kind_are_none_too_many() {
    for yaml in [list("services", 230), list("tags", 230), list("services", 100) + &list("causes", 100)] {
        with(front(&yaml)).silent();
    }
}

#[test]
fn a_chain_of_parents_is_cut() {
    let chain = |count: usize| {
        (0..count).fold(Base::small(), |base, at| {
            let parent = if at == 0 { String::new() } else { format!("parent: S{}\n", at - 1) };
            base.file(&format!("content/services/s{at}.md"), format!("---\ntitle: S{at}\n{parent}---\n"))
        })
    };
    chain(25).build().ok().silent();
    let base = chain(60).build().ok().warns("warning[parents-too-deep]: `S25` is below more than 24 others");
    base.warns("services/s25.md:3:9").warns("`S50`").exists("site/services/s59.html");
}

#[test]
fn each_of_many_findings_has_its_place() {
    let text = format!("# Much\n\n{}", lines(3_000, |at| format!("é [a](no-{at}.md) [b](x-test:{at})\n")));
    let base = Base::small().file("content/much.md", text).run(&["build", "-v"]).ok();
    base.warns("much.md:3:3").warns("much.md:3:16").warns("much.md:6001:3").warns("much.md:6001:19");
    let line = "é [a](no.md) ".repeat(2_000);
    let base =
        Base::small().file("content/much.md", format!("# Much\n\n{line}\n")).run(&["build", "-v"]).ok();
    base.warns("much.md:3:3").warns(&format!("much.md:3:{}", 1_999 * 13 + 3));
}

#[test]
fn each_of_many_values_has_its_place() {
    let yaml = format!("related:\n{}", lines(400, |at| format!("- ghost {at}")));
    let base = Base::small().file("content/much.md", front(&yaml)).run(&["build", "-v"]).ok();
    base.warns("much.md:4:3").warns("much.md:14:3").warns("much.md:403:3");
    let items = lines(300, |_| "- title: Do it\n  due: 2024-02-31".into());
    let base = Base::small().file("content/much.md", front(&format!("action_items:\n{items}")));
    base.run(&["build", "-v"]).ok().warns("much.md:5:8").warns("much.md:7:8").warns("much.md:603:8");
}

#[test]
fn equal_headings_have_ids_of_their_own() {
    let text = format!("# Much\n\n## Impact\n\n## Impact 2\n\n{}", "## Impact\n\n".repeat(1_500));
    with(text + "[a](#IMPACT-1501) [b](#impact-2)\n").silent().page("much.html", |page| {
        let mut ids = page.attributes("main [id]", "id");
        ids.retain(|id| id.starts_with("impact"));
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), all), (1_502, 1_502));
        assert!(ids.iter().any(|id| id == "impact-1501"));
    });
}
