//! Themes: the plain one, and what is said of templates with faults.

use crate::support::Base;

fn plain() -> Base {
    Base::small().file("book.toml", "[book]\ntitle = \"Small\"\n[output.html]\ntheme = \"plain\"\n")
}

#[test]
fn the_plain_theme_needs_no_copy_no_script_and_little() {
    let base = plain().build().ok().silent();
    let files = base.files("site");
    assert!(
        !files
            .keys()
            .any(|path| path.ends_with(".js") || path.ends_with(".wasm") || path.starts_with("search"))
    );
    assert_eq!(files.keys().filter(|path| path.ends_with(".css")).count(), 1);
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("<script") && !text.contains("style="), "{path}");
    }
    let base = base.page("2024/2024-01-02-cache.html", |page| {
        page.has("h1", "The cache was cold");
        page.has("dl dt", "Time to detect");
        assert_eq!(page.attributes("link[rel=stylesheet]", "href").len(), 1);
        page.has_no("form");
    });
    let theme =
        crate::support::files(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/themes/plain")));
    assert!(theme.values().map(Vec::len).sum::<usize>() < 10 * 1024);
    // One file of it is changed beside book.toml, the others stay.
    let base = base.file(
        "themes/plain/templates/404.html",
        "{% extends \"base.html\" %}{% block main %}Gone{% endblock %}",
    );
    base.build()
        .ok()
        .page("404.html", |page| page.has("main", "Gone"))
        .page("index.html", |page| page.has_no("script"));
}

#[test]
fn a_theme_says_what_it_does_without() {
    let base = Base::small().file("book.toml", "[output.html]\ntheme = \"ours\"\n");
    let base = base
        .file("themes/ours/static/css/a.css", "p {}")
        .file("themes/ours/theme.toml", "without = [\"styles\"]\n");
    let base = base.build().ok().silent();
    let files = base.files("site");
    let sheets: Vec<_> =
        files.iter().filter(|(path, _)| path.ends_with(".css")).map(|(_, bytes)| bytes.as_slice()).collect();
    assert_eq!(sheets, [b"p {}".as_slice()]);
    let base = base.file("themes/ours/theme.toml", "without = [\"fonts\"]\n").build().exits(2);
    base.warns("error[invalid-theme]").warns("theme.toml:1:").warns("help:");
}

#[test]
fn the_plain_theme_can_be_ejected() {
    let base = Base::small()
        .run(&["theme", "eject", "--from", "plain", "--name", "small"])
        .ok()
        .exists("themes/small/theme.toml");
    let base = base.file("book.toml", "[output.html]\ntheme = \"small\"\n").run(&["theme", "check"]).ok();
    base.says("no fault").is_gone("site");
    Base::small().run(&["theme", "check", "--theme", "plain"]).ok().says("no fault");
}

#[test]
fn faults_of_templates_are_told_with_what_was_in_reach() {
    let page = "{% extends \"base.html\" %}\n{% block main %}\n{% for one in backlinks %}{{ one.titel }}{% endfor %}\n{{ severitty }}\n{% endblock %}\n";
    let base = Base::small()
        .file("book.toml", "[output.html]\ntheme = \"ours\"\n")
        .file("themes/ours/templates/post-mortem.html", page);
    let base = base
        .file("themes/ours/templates/404.html", "{{ title }} {{ nonsense }}\n")
        .run(&["theme", "check"])
        .exits(1);
    for part in [
        "post-mortem.html:3:",
        "Did you mean `title`? In reach of `one`: ",
        "post-mortem.html:4:",
        "Did you mean `severity`? In reach: ",
        "`backlinks`",
        "404.html:1:",
    ] {
        assert!(base.stderr().contains(part), "{part} is not in {}", base.stderr());
    }
    base.says("3 faults").says("note: nothing here is made with `").is_gone("site");
}

#[test]
fn a_template_goes_through_a_map_in_the_order_of_its_fields() {
    let page = "<main>{% for key, value in book %}{{ key }} {% endfor %}</main>";
    Base::small()
        .file("book.toml", "[book]\ntitle = \"Small\"\n[output.html]\ntheme = \"ours\"\n")
        .file("themes/ours/templates/404.html", page)
        .build()
        .ok()
        .page("404.html", |page| page.has("main", "title description language words direction repository"));
}

#[test]
fn one_fault_of_a_template_is_one_finding_of_a_build() {
    let base = Base::small()
        .file("book.toml", "[book]\ntitle = \"Small\"\n[output.html]\ntheme = \"ours\"\n")
        .file("themes/ours/templates/post-mortem.html", "<p>{{ tilte }}</p>\n")
        .build()
        .ok()
        .warns("and 1 other page)")
        .warns("Did you mean `title`?");
    assert_eq!(base.stderr().matches("error[template-error]").count(), 1);
}

#[test]
fn all_broken_templates_are_told_at_once() {
    let base = Base::small()
        .file("book.toml", "[output.html]\ntheme = \"ours\"\n")
        .file("themes/ours/templates/post-mortem.html", "{% if title %}\n")
        .file("themes/ours/templates/year.html", "{% extends \"base.html\" %}\n{% block main %}{{ title }}\n")
        .file("themes/ours/templates/index.html", "{{ title }}\n")
        .run(&["theme", "check"])
        .exits(2)
        .warns("post-mortem.html:")
        .warns("year.html:");
    assert!(!base.stderr().contains("index.html"), "{}", base.stderr());
}

#[test]
fn a_theme_is_a_folder_of_themes_and_no_other() {
    let outside = Base::small().file("templates/404.html", "outside").file("content/static/x.txt", "x");
    let mut base = outside;
    for name in ["../content", "..", ".", "", "ours/../..", "/etc"] {
        base = base.file("book.toml", format!("[output.html]\ntheme = \"{name}\"\n")).build().exits(2);
        base = base
            .warns("error[invalid-settings]")
            .warns("book.toml:2:1")
            .warns("A theme is a folder in `themes/`");
        base = base.run(&["check"]).exits(2).is_gone("site");
    }
    base = base.run(&["theme", "check", "--theme", "../content"]).exits(2);
    // A folder in a folder of themes is one.
    let base = base.file("themes/ours/dark/templates/404.html", "<main>Dark</main>");
    base.file("book.toml", "[output.html]\ntheme = \"ours/dark\"\n")
        .build()
        .ok()
        .page("404.html", |page| page.has("main", "Dark"));
}
