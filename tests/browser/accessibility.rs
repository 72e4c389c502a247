//! What axe-core has to say of every kind of page, in every mode and at every width.

use std::path::Path;

use crate::support::Base;
use crate::tabs::{axe, chromium, evaluate, from_disk, go, open, prefer, resize};
use headless_chrome::Tab;

/// The rules of the Web Content Accessibility Guidelines 2.2, level AA, and what is good practice beside them.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// Those that depend on colours; all others find the same in every mode.
const COLOURS: &str = "['color-contrast', 'link-in-text-block']";
/// In high contrast also the contrast of level AAA.
const HIGH_CONTRAST: &str = "['color-contrast', 'color-contrast-enhanced', 'link-in-text-block']";

/// What a reader can ask of the system.
const MODES: [&[(&str, &str)]; 5] = [
    &[("prefers-color-scheme", "light")],
    &[("prefers-color-scheme", "dark")],
    &[("prefers-color-scheme", "light"), ("prefers-contrast", "more")],
    &[("prefers-color-scheme", "dark"), ("prefers-contrast", "more")],
    &[("prefers-color-scheme", "dark"), ("forced-colors", "active")],
];

/// The sample: one page of each kind.
const PAGES: [&str; 24] = [
    "index.html",
    "2019/2019-07-02-cloudflare-regex.html",
    "services.html",
    "services/cloudflare-edge.html",
    "causes.html",
    "causes/global-configuration-push.html",
    "teams.html",
    "teams/api-platform-team.html",
    "tags.html",
    "years.html",
    "years/2019.html",
    "recurring.html",
    "actions.html",
    "actions/late.html",
    "actions/owners.html",
    "actions/ideas.html",
    "changes.html",
    "insights.html",
    "insights/friday.html",
    "matrix.html",
    "pages.html",
    "pages/about.html",
    "search.html",
    "404.html",
];

/// Runs axe on the page that is open, and notes what it finds.
fn look(tab: &Tab, rules: &str, what: &str, found: &mut Vec<String>) {
    let run = format!(
        "axe.run(document, {{ runOnly: {rules}, resultTypes: ['violations'] }}).then(({{ violations }}) => JSON.stringify(
            violations.map(({{ id, nodes }}) => id + ': ' + nodes.map(({{ target }}) => target.join(' ')).join(', '))))"
    );
    let said = evaluate(tab, &run);
    let said: Vec<String> =
        serde_json::from_str(said.as_str().unwrap_or("[\"axe gave no answer\"]")).unwrap();
    found.extend(said.into_iter().map(|one| format!("{what}: {one}")));
}

fn build(root: &Path) -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let output =
        crate::support::program().arg("build").arg(root).arg("-d").arg(site.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    site
}

#[test]
fn axe_finds_nothing_on_any_kind_of_page_in_any_mode_at_any_width() {
    let (Some(axe), Some(browser)) = (axe(), chromium()) else { return };
    let site = build(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut found = Vec::new();
    for page in PAGES {
        let tab = open(&browser);
        assert!(site.path().join(page).is_file(), "{page} is missing");
        go(&tab, &format!("{}{page}", from_disk(site.path())));
        evaluate(&tab, &axe);
        for mode in MODES {
            prefer(&tab, mode);
            // Colours that the system sets are the same at all widths.
            let widths = if mode.iter().any(|(name, _)| *name == "forced-colors") {
                &[1440][..]
            } else {
                &[390, 768, 1440]
            };
            for width in widths {
                resize(&tab, *width);
                let rules = match mode {
                    [_] if mode == MODES[0] => RULES,
                    [_, ("prefers-contrast", _)] => HIGH_CONTRAST,
                    _ => COLOURS,
                };
                look(&tab, rules, &format!("{page}, {mode:?}, {width} px"), &mut found);
            }
        }
        tab.close(false).unwrap();
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn axe_finds_nothing_in_dialogs_and_the_themes_that_a_reader_chose() {
    let (Some(axe), Some(browser)) = (axe(), chromium()) else { return };
    let site = build(Path::new(env!("CARGO_MANIFEST_DIR")));
    let tab = open(&browser);
    let mut found = Vec::new();
    go(&tab, &format!("{}index.html", from_disk(site.path())));
    evaluate(&tab, &axe);
    for theme in ["light", "dark", "contrast"] {
        evaluate(&tab, &format!("document.documentElement.dataset.theme = '{theme}'"));
        look(&tab, RULES, theme, &mut found);
        for dialog in ["lb-keys", "lb-find"] {
            evaluate(&tab, &format!("document.getElementById('{dialog}').showModal()"));
            look(&tab, RULES, &format!("{theme}, {dialog}"), &mut found);
            evaluate(&tab, &format!("document.getElementById('{dialog}').close()"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

const ARABIC: &str = "---
title: توقف الخدمة
date: 2024-03-01
severity: sev1
services: [الدفع]
started: 2024-03-01T10:00Z
detected: 2024-03-01T10:12Z
mitigated: 2024-03-01T11:00Z
resolved: 2024-03-01T12:30Z
---

## الملخص

توقفت الخدمة ساعتين. الأمر `kubectl` أعادها.

## Timeline

- 10:00 بدأ النشر
- 10:12 وصل التنبيه
- 12:30 عادت الخدمة

```sh
kubectl rollout undo deployment/payment
```
";

#[test]
fn pages_from_right_to_left_are_mirrored() {
    let Some(browser) = chromium() else { return };
    let base = Base::new()
        .file("book.toml", "[book]\ntitle = \"سجل\"\nlanguage = \"ar\"\n")
        .file("content/a.md", ARABIC);
    let base = base.build().ok();
    let site = base.path("site");
    let tab = open(&browser);
    resize(&tab, 1440);
    go(&tab, &format!("{}a.html", from_disk(&site)));
    let left = |selector: &str| {
        evaluate(&tab, &format!("document.querySelector('{selector}').getBoundingClientRect().left"))
            .as_f64()
            .unwrap()
    };
    assert!(left(".toc") > left(".prose"), "the contents stand where reading begins");
    assert!(left(".band a[href=\"#t1\"]") > left(".band a[href=\"#t3\"]"), "time begins where reading does");
    assert!(left(".tl .no") > left(".tl .tx"));
    assert!(left(".mast .brand") > left(".mast nav"));
    let code = "getComputedStyle(document.querySelector('pre')).direction";
    assert_eq!(evaluate(&tab, code), "ltr", "programs are written from left to right");
    for width in [320, 390, 768, 1440] {
        resize(&tab, width);
        let over = "document.documentElement.scrollWidth - innerWidth";
        assert!(evaluate(&tab, over).as_f64().unwrap() <= 0.0, "too wide for {width}");
        let label =
            "(() => { const t = document.querySelector('.c .tk text').getScreenCTM(); return t.a > 0; })()";
        assert_eq!(evaluate(&tab, label), true, "letters of the drawing are not mirrored");
    }
    let Some(axe) = axe() else { return };
    evaluate(&tab, &axe);
    let mut found = Vec::new();
    look(&tab, RULES, "right to left", &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
}
