//! Whatever is wrong with a file, it is said with its place, and the rest of the site is built.

use crate::support::{Base, program, walk};

/// A good file beside the bad ones; it must always be published.
fn beside_a_good_one() -> Base {
    Base::new()
        .file("content/good.md", "---\ntitle: Good\nid: good\ndate: 2024-01-01\n---\n\n## Summary\n\nFine.\n")
}

#[track_caller]
fn reports(path: &str, text: impl AsRef<[u8]>, expected: &[&str]) -> Base {
    let base = beside_a_good_one().file(path, text).run(&["build", "-v"]).exits(0).exists("site/good.html");
    for text in expected {
        assert!(base.stderr().contains(text), "{text:?} is not in:\n{}", base.stderr());
    }
    let faults = walk::faults(&base.path("site"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    base
}

#[test]
fn invalid_yaml_is_reported_and_what_is_whole_is_used() {
    reports(
        "content/bad.md",
        "---\ntitle: Bad list\nkeywords:\n- ok\n- %\nseverity: sev1\n---\n\nText.\n",
        &["error[invalid-front-matter]", "content/bad.md:5:3", "- %", "help:"],
    )
    .page("bad.html", |page| {
        assert_eq!(page.texts("h1"), ["Bad list"]);
    });
}

#[test]
fn unknown_words_get_a_suggestion() {
    reports(
        "content/bad.md",
        "---\ntitle: A\nseverity: dissrupted\nstatus: finall\nvisibility: publik\n---\n",
        &[
            "unknown-severity",
            "content/bad.md:3:11",
            "Did you mean `disrupted`?",
            "unknown-status",
            "Did you mean `final`?",
            "unknown-visibility",
        ],
    );
}

#[test]
fn impossible_dates_are_reported() {
    reports(
        "content/bad.md",
        "---\ntitle: A\ndate: 2021-02-30\nstarted_at: yesterday\naction_items:\n- title: x\n  due: 2021-13-01\n---\n",
        &["bad-date", "content/bad.md:3:7", "content/bad.md:4:13", "content/bad.md:7:8"],
    );
    reports(
        "content/bad.md",
        "# A\n\n## Action items\n\n- [ ] Mend it (due: 2021-02-30)\n- [ ] Watch it (due: next week)\n",
        &["bad-date", "content/bad.md:5:21", "`2021-02-30` is not a date that exists"],
    );
}

#[test]
fn two_files_can_not_have_one_id_or_one_page() {
    reports("content/z.md", "---\nid: good\n---\n", &["error[duplicate-id]", "content/z.md:2:5"]);
    let base = beside_a_good_one().file("content/Good.md", "# Other case\n").run(&["build"]).exits(0);
    let base = base.warns("error[output-collision]").warns("content/good.md");
    let pages = base.files("site");
    assert!(pages.contains_key("Good.html") && pages.contains_key("good-2.html"), "{:?}", pages.keys());
}

#[test]
fn a_file_named_like_a_page_of_ours_moves_aside() {
    reports("content/services.md", "# Not the list\n", &["output-collision", "services-2.html"]);
    reports("content/years/2024.md", "# Not the year\n", &["output-collision", "years-2/2024.html"]);
}

#[test]
fn odd_bytes_are_read_as_well_as_they_can_be() {
    reports("content/latin.md", b"# Caf\xe9\n\nna\xefve\n", &["not-utf8", "content/latin.md:1:6"])
        .page("latin.html", |page| assert_eq!(page.texts("h1"), ["Café"]));
    reports("content/nul.md", b"# A\0B\n", &["nul-byte", "content/nul.md:1:4"]);
    reports("content/bom.md", b"\xef\xbb\xbf---\ntitle: With a mark\n---\n", &[])
        .page("bom.html", |page| assert_eq!(page.texts("h1"), ["With a mark"]));
    reports(
        "content/crlf.md",
        "---\r\ntitle: Windows\r\ndate: 2024-02-02\r\n---\r\n\r\n## Impact\r\n\r\nNone.\r\n",
        &[],
    )
    .page("crlf.html", |page| assert_eq!(page.texts("h1"), ["Windows"]));
    reports("content/empty.md", "", &["empty-file", "content/empty.md"]);
}

#[test]
fn huge_files_are_left_out() {
    let text = "word ".repeat(10_000_000);
    reports("content/huge.md", text, &["file-too-large", "content/huge.md", "50 MB"])
        .is_gone("site/huge.html");
}

#[test]
fn an_alias_bomb_does_not_go_off() {
    let mut text = String::from("---\ntitle: Bomb\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..14 {
        text += &format!("a{level}: &a{level} [{}]\n", [format!("*a{}", level - 1).as_str(); 9].join(", "));
    }
    reports("content/bomb.md", text + "---\nText.\n", &["invalid-front-matter", "content/bomb.md:"])
        .page("bomb.html", |page| assert_eq!(page.texts("h1"), ["Bomb"]));
}

#[test]
fn deep_nesting_is_flattened() {
    for open in ["> ", "- ", "1. ", "* > "] {
        reports(
            "content/deep.md",
            format!("# Deep\n\n{}end\n", open.repeat(10_000)),
            &["nested-too-deep", "content/deep.md:3:"],
        );
    }
    for open in ["<div>", "<b><i>"] {
        reports("content/deep.md", format!("# Deep\n\n{}end\n", open.repeat(10_000)), &["html-too-deep"]);
    }
    reports("content/deep.md", format!("# Deep\n\n{}", "[".repeat(50_000)), &[]);
    reports(
        "content/deep.md",
        format!("---\nx: {}1{}\n---\n", "[".repeat(5_000), "]".repeat(5_000)),
        &["invalid-front-matter"],
    );
}

#[test]
fn links_do_not_lead_out() {
    let text = "# Links\n\n[a](../../etc/passwd) [b](missing.md) [c](good.md#nowhere) [d](javascript:alert(1)) ![e](data:text/html,x) [[nobody]]\n";
    reports(
        "content/links.md",
        text,
        &[
            "link-outside",
            "broken-link",
            "broken-anchor",
            "unsafe-link",
            "content/links.md:3:1",
            "`missing.md`",
        ],
    )
    .page("links.html", |page| {
        assert_eq!(page.texts("article .broken").len(), 5);
        assert_eq!(page.texts("article p a[href='good.html']"), ["c"]);
    });
}

#[cfg(unix)]
#[test]
fn symbolic_links_out_of_the_folder_are_not_followed() {
    let base = beside_a_good_one().file("secret.md", "# Secret\n");
    std::os::unix::fs::symlink(base.path("secret.md"), base.path("content/link.md")).unwrap();
    std::os::unix::fs::symlink("/etc", base.path("content/etc")).unwrap();
    std::os::unix::fs::symlink(base.path("content/good.md"), base.path("content/inside.md")).unwrap();
    base.run(&["build"]).exits(0).warns("link-outside").is_gone("site/link.html").exists("site/inside.html");
}

#[test]
fn programs_in_pictures_are_not_published() {
    let base = beside_a_good_one()
        .file("content/bad.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
        .file("content/fine.svg", "<svg xmlns='http://www.w3.org/2000/svg'><circle r='1'/></svg>")
        .file("content/p.md", "# P\n\n![b](bad.svg) ![f](fine.svg)\n")
        .run(&["build"])
        .exits(0)
        .warns("unsafe-file")
        .exists("site/fine.svg");
    assert!(!base.read("site/bad.svg").contains("script"));
}

#[test]
fn two_descriptions_of_one_service_share_its_page() {
    let base = beside_a_good_one()
        .file("content/services/a.md", "---\nname: Kafka\n---\n")
        .file("content/services/b.md", "---\nname: kafka\n---\n")
        .file("content/p.md", "# P\n\n[b](services/b.md)\n")
        .run(&["build"])
        .exits(0)
        .warns("duplicate-name")
        .page("p.html", |page| assert_eq!(page.attributes("article p a", "href"), ["services/a.html"]));
    assert!(walk::faults(&base.path("site")).is_empty());
}

#[test]
fn aliases_that_lead_nowhere_are_told() {
    let base = beside_a_good_one()
        .file("book.toml", "[fields.keys]\nwas = \"sevrity\"\n[fields.services]\nk8s = \"Kubernetes\"\n");
    base.file("content/p.md", "---\nservices: [K8s]\nlinks: [good.md, nowhere.md]\n---\n")
        .run(&["build"])
        .exits(0)
        .warns("unknown-field")
        .warns("Did you mean `severity`?")
        .warns("there is no `nowhere.md`")
        .page("services/kubernetes.html", |page| page.has("h1", "Kubernetes"))
        .page("p.html", |page| assert_eq!(page.attributes(".facts a[href='good.html']", "href").len(), 1));
}

#[test]
fn links_inside_of_images_are_text() {
    let text = "# A\n\n![one *two* [three](javascript:alert(1)) `four`](https://example.org/a.png) [five](good.md)\n";
    reports("content/image.md", text, &["unsafe-link"]).page("image.html", |page| {
        assert_eq!(page.attributes("article img", "src"), ["https://example.org/a.png"]);
        assert_eq!(page.attributes("article img", "alt"), ["one two three four"]);
        assert_eq!(page.attributes("article p a", "href"), ["good.html"]);
    });
}

#[test]
fn hostile_html_is_disarmed() {
    let text = "# <img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n\n<a href=\"javascript:alert(1)\" onclick=\"x()\" style=\"color:red\">a</a>\n\n\
        <iframe src=\"https://example.org\"></iframe><form action=/x><input></form><style>p{}</style><svg onload=alert(1)></svg>\n\n\
        <b class=\"mast\" id=\"main\">kept</b> <details><summary>More</summary>\n\n**inside**\n\n</details>\n";
    reports("content/hostile.md", text, &[]).page("hostile.html", |page| {
        assert_eq!(page.texts("article p b, article p > b").first().map(String::as_str), Some("kept"));
        assert_eq!(page.texts("article details strong"), ["inside"]);
        assert!(page.texts("article iframe, article form, article input, article style, article [onclick], article [onload], article script").is_empty());
    });
}

#[test]
fn unsafe_html_is_allowed_only_when_asked_for_and_never_silently() {
    let base = beside_a_good_one()
        .file("book.toml", "[output.html]\nunsafe-html = true\n")
        .file("content/raw.md", "# Raw\n\n<video src=\"x.mp4\"></video>\n")
        .run(&["build"])
        .exits(0)
        .warns("unsafe-html");
    base.page("raw.html", |page| assert_eq!(page.texts("article video").len(), 1));
}

#[test]
fn a_template_tag_alone_is_not_shown() {
    reports(
        "content/liquid.md",
        "# A\n\n{% t global.lang_tag %}\n\n::: {.callout-note}\n\nText\n\n:::\n",
        &[],
    )
    .page("liquid.html", |page| {
        let text = page.texts("article").join(" ");
        assert!(!text.contains("{%") && !text.contains(":::"), "{text}");
    });
}

#[test]
fn settings_are_checked_all_at_once() {
    let base = beside_a_good_one()
        .file("book.toml", "[book]\ntitel = \"x\"\n[output.html]\nsite-ulr = \"y\"\n")
        .run(&["build"])
        .exits(2);
    base.warns("book.toml:2:1")
        .warns("Did you mean `title`?")
        .warns("book.toml:4:1")
        .warns("Did you mean `site-url`?");
}

#[test]
fn strict_builds_fail_when_anything_is_odd() {
    let base = beside_a_good_one().run(&["build", "--strict"]).exits(0);
    base.file("content/bad.md", "---\nseverity: wild\n---\n")
        .run(&["build", "--strict"])
        .exits(1)
        .exists("site/bad.html");
}

#[test]
fn a_folder_that_is_not_there_can_not_be_built() {
    let output = program().args(["build", "/nowhere/at/all"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("help:"));
}

#[test]
fn times_that_can_hardly_be_right_are_reported() {
    reports(
        "content/bad.md",
        "---\ntitle: A\ndate: 2024-05-02\nstarted_at: 2024-05-02T10:00:00Z\ndetected_at: 2024-05-02T09:59:00Z\nresolved_at: 2024-06-11T10:00:00Z\npublished: 2024-05-01\n---\n",
        &[
            "warning[times-out-of-order]",
            "content/bad.md:5:14",
            "warning[implausible-length]",
            "40 days lie between the start and `resolved_at`",
            "content/bad.md:6:14",
            "warning[published-too-early]",
            "content/bad.md:7:12",
        ],
    )
    .page("bad.html", |page| page.has(".facts", "40 d"));
}

#[test]
fn how_long_an_incident_may_take_can_be_set() {
    let text = "---\ntitle: A\nstarted_at: 2024-05-02T10:00:00Z\nresolved_at: 2024-06-11T10:00:00Z\n---\n";
    let base = Base::new().file("content/a.md", text);
    base.file("book.toml", "[statistics]\nlongest-days = 40\n")
        .run(&["build", "--strict"])
        .ok()
        .page("insights/resolve.html", |page| assert_eq!(page.attributes("main h2", "id"), ["y2024"]));
}

#[test]
fn a_file_whose_place_is_taken_is_left_out_and_reported() {
    let base = Base::small()
        .file("content/pages/files.md", "# Files\n\n[List](../llms.txt), [other](../notes.txt)\n")
        .file("content/llms.txt", "Mine.\n")
        .file("content/notes.txt", "Notes.\n")
        .run(&["build"])
        .warns("output-collision")
        .warns("llms.txt")
        .warns("Rename it");
    assert!(base.read("site/llms.txt").contains("The cache was cold"));
    assert_eq!(base.read("site/notes.txt"), "Notes.\n");
}

#[test]
fn an_epoch_that_is_no_number_is_an_error() {
    let base = Base::small();
    let ask = |value: &str| {
        let mut command = crate::support::program();
        command.arg("build").arg(base.root()).env("SOURCE_DATE_EPOCH", value).output().unwrap()
    };
    let odd = ask("yesterday");
    let said = String::from_utf8_lossy(&odd.stderr).into_owned();
    assert_eq!(odd.status.code(), Some(2), "{said}");
    assert!(
        said.contains("bad-epoch") && said.contains("`yesterday`") && said.contains("date +%s"),
        "{said}"
    );
    assert_eq!(ask("1700000000").status.code(), Some(0));
    assert_eq!(ask("").status.code(), Some(0));
}

#[test]
fn the_line_of_a_file_that_is_missing_is_shown() {
    Base::small()
        .file(
            "book.toml",
            "[book]\ntitle = \"X\"\n\n[output.html]\nadditional-css = [\"a.css\", \"gone.css\"]\n",
        )
        .file("a.css", "p { color: red; }\n")
        .run(&["build"])
        .exits(2)
        .warns("missing-file")
        .warns("book.toml:5:")
        .warns("gone.css");
}

#[test]
fn an_open_bracket_in_front_matter_is_told_as_such() {
    Base::small()
        .file("content/a.md", "---\ntitle: A\ntags: [dns, cache\ndate: 2024-01-02\n---\n\nText.\n")
        .build()
        .warns("invalid-front-matter")
        .warns("closed by `]`");
}
