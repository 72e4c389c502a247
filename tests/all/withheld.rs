//! What readers outside must not see, in every shape in which authors write it, and what they must.
#![allow(clippy::disallowed_methods, reason = "tests look at files")]

use crate::support::Base;
use crate::support::canaries::{holders, planted, readable, tail};

/// Ways to begin a block: whether the build says that it is odd.
const OPENINGS: [(&str, bool); 30] = [
    (":::internal", false),
    ("::: internal Notes", false),
    ("::: {.internal}", false),
    ("::: {.internal} :::", false),
    ("::: internal ::::::", false),
    ("::: {.note .internal}", false),
    ("::: {#x .internal}", false),
    (":::{.Internal key=val}", false),
    ("::: {class=\"note internal\"}", false),
    ("::::internal", false),
    (":::INTERNAL", false),
    (":::internal Notes ::: draft", true),
    (":::internal Notes :::", true),
    ("a :::internal b", true),
    ("a :::internal b :::internal", true),
    (":::\u{a0}internal", true),
    (":::\u{2003}internal", true),
    ("::: \u{200b}internal", true),
    ("::: \u{feff}internal", true),
    (":::inter\u{ad}nal", true),
    ("\u{a0}::: \u{2009}internal", true),
    ("：：：internal", true),
    ("：：： ｉｎｔｅｒｎａｌ", true),
    ("\\:::internal", true),
    ("::: \"internal\"", true),
    ("::: [internal]", true),
    ("::: note internal", true),
    (":::internal-only", true),
    ("::: intern", true),
    ("::internal", true),
];

/// Containers, as what their first and their further lines begin with.
const CONTAINERS: [(&str, &str, &str); 8] = [
    ("plain", "", ""),
    ("list", "- ", "  "),
    ("numbers", "10. ", "    "),
    ("quote", "> ", "> "),
    ("both", "- > ", "  > "),
    ("nested", "- x\n  - ", "    "),
    ("note", "See[^1].\n\n[^1]: ", "    "),
    ("html", "<div>\n\n", ""),
];

fn inside((_, first, further): (&str, &str, &str), text: &str) -> String {
    let mut out = first.to_owned();
    for (position, line) in text.split('\n').enumerate() {
        if position > 0 {
            out.push('\n');
            out.push_str(if line.is_empty() { further.trim_end() } else { further });
        }
        out.push_str(line);
    }
    out + "\n"
}

fn page(text: &str) -> String {
    format!("---\nvisibility: public\ndate: 2024-01-02\n---\n\n# A post-mortem\n\n{text}\n")
}

#[test]
fn blocks_are_withheld_however_they_are_written_and_whatever_they_stand_in() {
    let mut base = Base::new();
    for (number, (opening, _)) in OPENINGS.iter().enumerate() {
        for container in CONTAINERS {
            let text = format!(
                "@{}@ before.\n\n{opening}\n@{number}@ one.\n\n| @{number}@ | b |\n|---|---|\n\n@{number}@ two.\n\n:::\n\nBehind.",
                100 + number
            );
            let text = planted(&page(&inside(container, &text)));
            base = base.file(&format!("content/{number}-{}.md", container.0), &text);
            if container.0 == "list" {
                base = base.file(&format!("content/{number}-crlf.md"), text.replace('\n', "\r\n"));
            }
        }
    }
    let base = base.run(&["build", "--public", "-v"]).ok();
    let said = base.stderr();
    let files = readable(&base, "site-public");
    for (number, (opening, is_odd)) in OPENINGS.iter().enumerate() {
        assert_eq!(holders(&files, number), Vec::<&str>::new(), "{opening}");
        for place in CONTAINERS.map(|(name, ..)| name).into_iter().chain(["crlf"]) {
            let name = format!("{number}-{place}");
            let public = files.get(&format!("{name}.html")).unwrap_or_else(|| panic!("{name}: {opening}"));
            assert!(public.contains(&tail(100 + number)), "{name}: {opening}");
            assert!(files[&format!("{name}.md")].contains(&tail(100 + number)), "{name}: {opening}");
            let is_told = said.contains(&format!("content/{name}.md:"));
            assert_eq!(is_told, *is_odd, "{name}: {opening}");
            assert!(*is_odd || public.contains("behind."), "{name}: {opening}");
        }
    }
    let both = base.run(&["build", "-v"]).ok();
    assert_eq!(both.stderr(), said, "both editions say the same");
}

#[test]
fn odd_fences_are_told_with_their_lines_and_others_are_left_alone() {
    let base = Base::new()
        .file("content/a.md", page("One.\n\n:::\n\n::: intern\nx\n:::\n\n<div class=\"internal\">y</div>"))
        .file(
            "content/b.md",
            page(&planted("`:::internal @1@`\n\n```\n:::internal\n@2@\n:::\n```\n\n:::note\n@3@ internally\n:::\n\nstd::internal @4@ ::\n\n:::internally\n@5@\n:::\n\n<p class=\"internally\">@6@</p>")),
        );
    let base = base.run(&["build", "--public"]).ok();
    let said = base.stderr();
    for (line, place) in
        [("error[odd-internal]", "a.md:10:1"), ("odd-internal", "a.md:12:1"), ("odd-internal", "a.md:16:1")]
    {
        assert!(said.contains(line) && said.contains(place), "{place}: {said}");
    }
    assert!(!said.contains("b.md"), "{said}");
    let files = readable(&base, "site-public");
    for number in 1..=6 {
        assert!(holders(&files, number).contains(&"b.html"), "{number}");
    }
    let base = base.run(&["check"]).exits(1);
    assert!(base.stdout().contains("odd-internal") || base.stderr().contains("odd-internal"));
}

#[test]
fn what_becomes_a_fence_when_something_is_cut_is_one() {
    let texts = [
        "::<!-- x -->:internal\n\n@1@\n\n:::",
        ":::inter<!-- x -->nal\n\n@1@\n\n:::",
        ":<?x?>::internal\n\n@1@",
    ];
    for text in texts {
        let base = Base::new().file("content/a.md", planted(&page(text))).run(&["build", "--public"]).ok();
        assert_eq!(holders(&readable(&base, "site-public"), 1), Vec::<&str>::new(), "{text}");
    }
}

/// Texts in which the words below 100 go with a field, and the others stay.
const FIELDS: [(&str, &str, &str); 24] = [
    (
        "action_items.owner",
        "",
        "## Action items\n\n- @100@ (owner: @1@, owner: @2@, due: 2024-03-04)\n- @101@ §@3@\n- @102@ – Owner: @4@\n  @5@\n- @103@ (owner: [@6@](mailto:@7@§example.org))\n- [ ] @104@, owner: @8@, @9@\n- **[@10@]** @105@",
    ),
    (
        "action_items.owner",
        "",
        "## Action items\n\n| Action | Owner | Assignee |\n|---|---|---|\n| @100@ | **@1@** @2@ | [@3@](https://example.org/@4@) |\n| @101@ | @5@, @6@ | |",
    ),
    (
        "action_items.owner",
        "action_items: [{title: \"@101@\", owner: \"@1@\"}]",
        "## Action items\n\n- @100@\n  - Owner: @2@\n\n> - (by: @3@)",
    ),
    ("action_items.owner", "", "## Notes\n\n- [ ] Mend it (owner: **@1@** @2@)\n- @100@"),
    (
        "action_items.url",
        "",
        "## Action items\n\n- @100@ [x](https://example.org/@1@)\n- @101@ https://example.org/@2@ <https://example.org/@3@>",
    ),
    ("action_items.due", "", "## Action items\n\n- @100@ (due: 2031-03-04)\n- @101@ by 2031-03-05"),
    (
        "action_items",
        "",
        "## Action items\n\n- @1@ (owner: @2@)\n\n### Prevent\n\n@3@\n\n## Later\n\n@100@\n\n- [ ] @4@",
    ),
    (
        "timeline",
        "",
        "@100@\n\n## Timeline\n\n@1@\n\n- 10:00 [start] @2@\n- 10:05 [resolved] @3@\n\n### The night\n\n@4@\n\n## Later\n\n@101@",
    ),
    (
        "timeline",
        "timeline: [{at: \"10:00\", text: \"@1@\"}]",
        "@100@\n\n## Notes\n\n- 10:00 @2@\n- 10:05 @3@\n- 10:07 @4@\n\n@101@",
    ),
    (
        "started_at",
        "started_at: 2024-01-02T10:31:00Z",
        "## Timeline\n\n- 10:31 [start] @1@\n- 10:45 [detected] @100@",
    ),
    ("summary", "summary: \"@1@\"", "## Summary\n\n@2@\n\n## Later\n\n@100@"),
    ("summary", "tldr: \"@1@\"\nabstract: \"@2@\"", "**Summary:** @3@\n\n## Later\n\n@100@"),
    ("impact", "customer_impact: \"@1@\"", "## Impact\n\n@2@\n\n### Money\n\n@3@\n\n## Later\n\n@100@"),
    ("impact.money", "impact: {money: \"@1@\", users: \"@100@\"}", "@101@"),
    (
        "roles",
        "commander: \"@1@\"\nowner: \"@2@\"\nroles: {x: \"@3@\"}",
        "**Scribe**: @4@\n@5@\n\n**Tools**: @100@\n\nResponders:\n\n- @6@\n\n| Lead | @7@ |\n|---|---|\n| Contact | @8@ |\n| Tool | @101@ |\n\n## Attendees\n\n@9@\n\n## Later\n\n@102@",
    ),
    (
        "roles.commander",
        "incident_commander: \"@1@\"\nscribe: \"@100@\"",
        "- Incident commander: @2@\n- Scribe: @101@",
    ),
    ("owner", "owner: \"@1@\"\nscribe: \"@100@\"", "Owner: @2@"),
    (
        "detection",
        "detection_method: \"@1@\"",
        "Detected by: @2@\n\n## Detection\n\n@3@\n\n## Later\n\n@100@",
    ),
    ("causes", "root_cause: \"@1@\"", "## Root cause\n\n@2@\n\n## Later\n\n@100@"),
    ("triggers", "trigger: \"@1@\"", "## Trigger\n\n@2@\n\n## Later\n\n@100@"),
    ("contributing_factors", "factors: [\"@1@\"]", "## Contributing factors\n\n@2@\n\n## Later\n\n@100@"),
    ("tags", "tags: [\"@1@\"]\nkeywords: [\"@2@\"]", "Category: @3@\n\n@100@"),
    ("services", "root_cause_services: [\"@1@\"]\naffected: \"@2@\"", "Affected systems: @3@\n\n@100@"),
    (
        "links",
        "url: \"https://example.org/@1@\"\nreferences: [{title: \"@2@\", url: \"https://example.org/@3@\"}]",
        "@100@",
    ),
];

#[test]
fn fields_go_with_all_that_says_the_same() {
    for (field, front, text) in FIELDS {
        let settings = format!("[public]\nfields = [\"{field}\"]\n");
        let base = Base::new().file("book.toml", settings).file("content/a.md", of_fields(front, text));
        let base = base.run(&["build", "--public"]).ok();
        let files = readable(&base, "site-public");
        for number in 1..100 {
            assert_eq!(
                holders(&files, number),
                Vec::<&str>::new(),
                "{field}, {number}: {text}\n{}",
                files["a.html"]
            );
        }
        for number in (100..110).filter(|number| text.contains(&format!("@{number}@"))) {
            assert!(
                holders(&files, number).contains(&"a.html"),
                "{field}, {number}: {text}\n{}",
                files["a.html"]
            );
        }
    }
    // In the other edition they are all there.
    let mut base = Base::new();
    for (number, (_, front, text)) in FIELDS.iter().enumerate() {
        base = base.file(&format!("content/a{number}.md"), of_fields(front, text));
    }
    let files = readable(&base.run(&["build"]).ok(), "site");
    for number in 1..110 {
        let shown = holders(&files, number);
        for (position, (field, front, text)) in FIELDS.iter().enumerate() {
            let word = format!("@{number}@");
            let is_there = shown.contains(&format!("a{position}.html").as_str());
            assert!(is_there || !text.contains(&word) && !front.contains(&word), "{field}, {number}");
        }
    }
}

/// A public post-mortem.
fn of_fields(front: &str, text: &str) -> String {
    planted(&format!("---\nvisibility: public\n{front}\n---\n\n# A post-mortem\n\n{text}\n"))
        .replace('§', "@")
}

#[test]
fn nothing_is_derived_from_a_withheld_field() {
    let text = "---\nvisibility: public\nstarted_at: 2024-01-02T10:31:00Z\n---\n\n# A\n\nTime to resolution: 97 minutes\n\n## Timeline\n\n- 2024-01-02 10:41 [detected] Alert.\n- 12:08 [resolved] Mended.\n";
    let record = |fields: &str| {
        let settings = format!("[public]\nfields = [{fields}]\n");
        let base = Base::new().file("book.toml", settings).file("content/a.md", text);
        let base = base.run(&["export", "--public"]).ok();
        let records: serde_json::Value = serde_json::from_str(&base.stdout()).unwrap();
        records[0].clone()
    };
    let whole = record("");
    assert!(whole["detected_at"].is_string() && whole["date"].is_string(), "{whole}");
    let without = record("\"timeline\"");
    assert!(without["detected_at"].is_null() && without["resolved_at"].is_null(), "{without}");
    assert!(without["started_at"].is_string() && without["date"].is_string(), "{without}");
    // The date came from the start.
    let without = record("\"started_at\", \"timeline\"");
    assert!(without["started_at"].is_null() && without["date"].is_null(), "{without}");
    assert!(!without.to_string().contains("97"), "{without}");
    let without = record("\"date\"");
    assert!(!without.to_string().contains("2024-01-02t") && without["date"].is_null(), "{without}");
}

/// Links in the text of a public post-mortem: the words below 100 are nowhere outside.
const LINKS: [&str; 22] = [
    "@100@ [[secret-@1@]] [[2024/secret-@1@#x]] [secret-@1@.md](secret-@1@.md) <b>[[secret-@1@]]</b>",
    "[@100@](secret-@1@.md) [[secret-@1@|@100@]]",
    "[[a](secret-@1@.md) b](secret-@1@.md) @100@",
    "[[[a](secret-@1@.md) b](secret-@1@.md) c](secret-@1@.md) @100@",
    "[![@100@](inside-@2@.png)](secret-@1@.md)",
    "![[a](secret-@1@.md)](inside-@2@.png) @100@",
    "[x] @100@\n\n[x]: secret-@1@.md\n[x]: inside-@2@.md",
    "@100@\n\n[x]: https://example.org\n[X]: https://example.org/@3@\n\n- a\n\n  [y]: secret-@1@.md\n\n> [z]: #\n> \"@4@\"",
    "[y][x] @100@\n\n[x]: https://example.org 'T'\n[x]: https://example.org/@3@",
    "[//]: # (@3@)\n\n@100@",
    "<video src=\"inside-@2@.mp4\" poster=\"inside-@3@.png\"></video> <img srcset=\"inside-@4@.png 2x\" alt=\"@100@\">",
    "<a href=\"secret-@1@.md?a&amp;b\" data-x=\"@3@\" style=\"x-test:@4@\">@100@</a>",
    "@100@ <?x-test if (1 > 0) @3@ ?> <![CDATA[ a > @4@ ]]> <!X @5@>",
    "<?x-test\n@3@ > @4@\n?>\n\n@100@",
    "@100@ <template>@3@ **@4@**</template> <style>@5@</style>",
    "@100@\n\n<template>\n\n@3@\n\n</template>",
    "{% comment %} @3@ {% endcomment %}\n\n@100@",
    "{% x-widget @3@ %}\n\n{{< x-widget @4@ >}}\n\n<% @5@ %>\n\n@100@",
    "{% comment %}\n\n@3@\n\n{% endcomment %}\n\n@100@",
    "## @100@ {.@3@ data-x=@4@}\n\n```rust @5@\nx\n```",
    "| @100@ |\n|---|\n| a | @3@ |",
    "@100@[^@3@]\n\n[^@3@]: x",
];

#[test]
fn links_and_what_no_page_shows_leave_nothing() {
    let mut base = Base::new()
        .file(&planted("content/secret-@1@.md"), "# Inside\n")
        .file(&planted("content/inside-@2@.md"), "# Inside\n");
    for (number, text) in LINKS.iter().enumerate() {
        base = base.file(&format!("content/a{number}.md"), planted(&page(text)));
    }
    let base = base.run(&["build", "--public"]).ok();
    let files = readable(&base, "site-public");
    for number in 1..100 {
        assert_eq!(holders(&files, number), Vec::<&str>::new(), "{number}");
    }
    let shown = holders(&files, 100);
    for (number, text) in LINKS.iter().enumerate() {
        for file in [format!("a{number}.html"), format!("a{number}.md")] {
            assert!(shown.contains(&file.as_str()), "{text}\n{}", files[&file]);
        }
    }
}

#[test]
fn front_matter_leads_nowhere_inside() {
    let text = "---\nvisibility: public\nsummary: \"@100@ [a [b](secret-@1@.md)](secret-@1@.md) ![c](secret-@1@.md) [d](https://example.org/@101@)\"\nimpact: {x: \"@102@ [[secret-@1@]]\"}\nfactors: [\"@103@ [e](secret-@1@.md)\"]\ncommander: \"[@104@](secret-@1@.md)\"\naction_items: [{title: \"@105@ [f](secret-@1@.md)\", url: \"secret-@1@.md\"}, {title: \"@106@\", url: \"https://example.org/@107@\"}]\ntimeline: [{at: \"10:00\", text: \"@108@ [g](secret-@1@.md)\"}]\n---\n\n# A\n";
    let base =
        Base::new().file(&planted("content/secret-@1@.md"), "# Inside\n").file("content/a.md", planted(text));
    let base = base.run(&["build", "--public"]).ok();
    let files = readable(&base, "site-public");
    assert_eq!(holders(&files, 1), Vec::<&str>::new());
    for number in 100..109 {
        assert!(holders(&files, number).contains(&"a.html"), "{number}");
    }
}

#[test]
fn of_several_visibilities_the_stricter_counts() {
    let cases: [(&str, bool, usize); 11] = [
        ("visibility: public\nvisibility: internal", false, 3),
        ("visibility: internal\nvisibility: public", false, 3),
        ("visibility: public\nVisibility: internal", false, 3),
        ("visibility: public\n\"visibility\":", false, 3),
        ("visibility: public\nwho: internal", false, 3),
        ("visibility: public\ntitle: A\nvisibility: [internal", false, 4),
        ("visibility: public\nvisiblity: internal", false, 3),
        ("visibility: intern", false, 2),
        ("visibility: [public, internal]", false, 0),
        ("visibility: public\nVISIBILITY: Public", true, 3),
        ("visibility: public\nvista: internal", true, 0),
    ];
    let mut base = Base::new().file("book.toml", "[fields.keys]\nwho = \"visibility\"\n");
    for (number, (front, ..)) in cases.iter().enumerate() {
        base = base.file(&format!("content/a{number}.md"), format!("---\n{front}\n---\n\n# A\n"));
    }
    let base = base.run(&["build", "--public"]).ok().run(&["build", "-v"]).ok();
    for (number, (front, is_public, line)) in cases.iter().enumerate() {
        assert_eq!(base.path(&format!("site-public/a{number}.html")).exists(), *is_public, "{front}");
        let place = format!("a{number}.md:{line}:");
        assert!(*line == 0 || base.stderr().contains(&place), "{front}: {}", base.stderr());
    }
}

#[test]
fn descriptions_of_which_nobody_can_tell_are_internal() {
    let cases = [
        ("---\nvisibility: intern\n---\n", false),
        ("---\nvisibility:\n---\n", false),
        ("---\nvisiblity: internal\n---\n", false),
        ("---\nvisibility: public\nvisibility: internal\n---\n", false),
        ("---\nx: [\nvisibility: \n---\n", false),
        ("+++\nvisibility = internal\n+++\n", false),
        ("\n---\nvisibility: internal\n---\n", false),
        ("---\ntier: 1\n---\n", true),
        ("", true),
    ];
    let names: Vec<String> = (0..cases.len()).map(|number| format!("Shop {number}")).collect();
    let text = format!("---\nvisibility: public\nservices: [{}]\n---\n\n# A\n", names.join(", "));
    let mut base = Base::new().file("content/a.md", text);
    for (number, (front, _)) in cases.iter().enumerate() {
        let text = planted(&format!("{front}\n@{}@\n", number + 1));
        base = base.file(&format!("content/services/shop-{number}.md"), text);
    }
    let files = readable(&base.run(&["build", "--public"]).ok(), "site-public");
    for (number, (front, is_public)) in cases.iter().enumerate() {
        assert_eq!(!holders(&files, number + 1).is_empty(), *is_public, "{front}");
    }
}

#[test]
fn the_public_edition_does_not_tell_that_anything_internal_has_changed() {
    let base = Base::new()
        .file("book.toml", "[public]\nfields = [\"roles\"]\nsite-url = \"https://example.org/\"\n")
        .file("content/2024/a.md", page("Text. [See](b.md).\n\n:::internal\nOne.\n:::\n\nMore."))
        .file("content/2024/b.md", "---\ndate: 2024-02-03\nservices: [Shop]\n---\n\n# Inside\n")
        .file("content/2024/c.md", "---\nvisibility: public\ndate: 2024-03-04\nservices: [Shop]\ncommander: Ann\nodd: 1\n---\n\n# Shop\n")
        .file("content/services/shop.md", "---\nodd: 1\n---\n\nSells. [See](../2024/b.md).\n");
    let base = base.run(&["build", "--public", "--today", "2024-06-01"]).ok();
    let before = base.files("site-public");
    let same = |base: Base, what: &str| {
        let base = base.run(&["build", "--public", "--today", "2024-06-01"]).ok();
        let after = base.files("site-public");
        let changed: Vec<&String> = after
            .iter()
            .filter(|(path, bytes)| before.get(*path) != Some(bytes))
            .map(|(path, _)| path)
            .collect();
        assert!(changed.is_empty() && after.len() == before.len(), "{what}: {changed:?}");
        base
    };
    let base = same(
        base.file(
            "content/2024/b.md",
            "---\ndate: 2024-02-04\nservices: [Mail]\n---\n\n# Another title\n\nText.\n",
        ),
        "changed",
    );
    let base =
        same(base.file("content/2024/0.md", "---\nservices: [Shop]\nid: c\n---\n\n# A post-mortem\n"), "new");
    let base = same(base.file("content/a.html", "x").file("content/pages/p.md", "# P\n"), "other files");
    let base = same(base.without("content/2024/b.md"), "removed");
    let base = same(
        base.file("content/2024/a.md", page("Text. See.\n\n:::internal\nTwo and three.\n:::\n\nMore.")),
        "block",
    );
    let base = same(base.file("content/2024/c.md", "---\nvisibility: public\ndate: 2024-03-04\nservices: [Shop]\ncommander: Bob\nodd: 2\n---\n\n# Shop\n"), "fields");
    let base = same(base.file("content/services/mail.md", "For us.\n"), "description");
    let settings = "# For us.\n[git]\ncontributors = false\n[public]\nfields = [\"roles\"]\nsite-url = \"https://example.org/\"\n";
    same(base.file("book.toml", settings), "settings");
}
