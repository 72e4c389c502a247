//! Pages in a real browser: served below a sub-path under a strict policy, and from disk.

use std::path::Path;

use crate::support::program;
use crate::tabs::{chromium, evaluate, first_in, from_disk, go, open, prefer, resize, serve, until};

/// The sample knowledge base, built.
fn sample() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let output =
        program().arg("build").arg(env!("CARGO_MANIFEST_DIR")).arg("-d").arg(site.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    site
}

/// One page of every kind that there is.
fn kinds(site: &Path) -> Vec<String> {
    let has = |path: &str| site.join(path).is_file();
    let mut pages: Vec<String> = [
        "index.html",
        "services.html",
        "causes.html",
        "teams.html",
        "tags.html",
        "years.html",
        "pages.html",
        "actions.html",
        "actions/done.html",
        "actions/ideas.html",
        "changes.html",
        "404.html",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.extend(["services", "causes", "teams", "tags", "years"].map(|folder| first_in(site, folder)));
    pages.extend(["2019/2019-07-02-cloudflare-regex.html", "pages/about.html"].map(str::to_owned));
    assert!(pages.iter().all(|page| has(page)), "{pages:?}");
    pages
}

#[test]
fn every_kind_of_page_keeps_the_policy_and_fits_every_width() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let tab = open(&browser);
    let host = serve(site.path());
    let roots = [host.url.clone(), from_disk(site.path())];
    for root in roots {
        for page in kinds(site.path()) {
            go(&tab, &format!("{root}{page}"));
            // The page for lost addresses looks for the root of the site at several depths, and finds it at one.
            let complaints = evaluate(
                &tab,
                "JSON.stringify(complaints.filter(one => !(location.pathname.endsWith('404.html') && one.includes('\"../'))))",
            );
            assert_eq!(complaints, "[]", "{root}{page}");
            let sheets = evaluate(
                &tab,
                "[...document.styleSheets].length > 0 && !!document.querySelector('main h1, main h2')",
            );
            assert_eq!(sheets, true, "{root}{page} has no style or no heading");
            // 320 is also what a window of 640 shows at 200 %.
            for width in [320, 390, 640, 768, 1440] {
                resize(&tab, width);
                let over = evaluate(&tab, "document.documentElement.scrollWidth - innerWidth");
                assert!(over.as_f64().unwrap() <= 0.0, "{root}{page} is {over} px wider than {width}");
            }
        }
    }
}

#[test]
fn the_choice_of_theme_is_remembered_from_page_to_page() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let host = serve(site.path());
    let root = &host.url;
    let tab = open(&browser);
    prefer(&tab, &[("prefers-color-scheme", "dark")]);
    go(&tab, &format!("{root}index.html"));
    let background = "getComputedStyle(document.documentElement).backgroundColor";
    let at_night = evaluate(&tab, background);
    let choose = "const s = document.querySelector('footer select'); s.value = 'light'; s.dispatchEvent(new Event('change', { bubbles: true })); true";
    assert_eq!(evaluate(&tab, choose), true);
    let by_day = evaluate(&tab, background);
    assert_ne!(at_night, by_day);
    go(&tab, &format!("{root}services.html"));
    assert_eq!(evaluate(&tab, background), by_day);
    assert_eq!(evaluate(&tab, "document.querySelector('footer select').value"), "light");
}

#[test]
fn lists_of_action_items_change_in_place() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let tab = open(&browser);
    let server = serve(site.path());
    let root = &server.url;
    go(&tab, &format!("{root}actions.html"));
    evaluate(&tab, "window.stayed = true");
    let click = |text: &str| {
        let link = format!(
            "[...document.querySelectorAll('.fl')].find(one => one.textContent.startsWith('{text}')).click()"
        );
        evaluate(&tab, &link);
        until(
            &tab,
            &format!("document.querySelector('.fl[aria-current]')?.textContent.startsWith('{text}')"),
        );
    };
    let state = "JSON.stringify([location.pathname.split('/').slice(3).join('/'), document.querySelector('h1').textContent,
        document.activeElement.className, document.querySelector('.brand').href.endsWith('/a/sub%20path/index.html'),
        window.stayed, complaints.length])";
    click("Done");
    assert_eq!(evaluate(&tab, state), r#"["actions/done.html","Actions done","fl",true,true,0]"#);
    click("Late");
    assert_eq!(evaluate(&tab, state), r#"["actions/late.html","Late actions","fl",true,true,0]"#);
    evaluate(&tab, "history.go(-2)");
    until(&tab, "document.querySelector('h1').textContent === 'Actions'");
    assert_eq!(evaluate(&tab, state), r#"["actions.html","Actions","fl",true,true,0]"#);
    // What is no list is a page as ever.
    evaluate(
        &tab,
        "[...document.querySelectorAll('.fl')].find(one => one.textContent.startsWith('Ideas')).click()",
    );
    until(&tab, "document.querySelector('h1')?.textContent === 'Ideas that recur'");
    assert_eq!(evaluate(&tab, "window.stayed === undefined"), true);
}

#[test]
fn numbers_of_the_drawn_timeline_lead_to_its_lines() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let tab = open(&browser);
    go(&tab, &format!("{}2019/2019-07-02-cloudflare-regex.html", from_disk(site.path())));
    let targets = evaluate(
        &tab,
        "JSON.stringify([...document.querySelectorAll('.band a[href^=\"#t\"]')].map(a => !!document.querySelector(a.getAttribute('href'))))",
    );
    let targets: Vec<bool> = serde_json::from_str(targets.as_str().unwrap()).unwrap();
    assert!(targets.len() >= 5 && targets.iter().all(|found| *found), "{targets:?}");
    // Big enough for a finger.
    resize(&tab, 390);
    let smallest = evaluate(
        &tab,
        "Math.min(...[...document.querySelectorAll('.band a circle')].map(c => c.getBoundingClientRect().width))",
    );
    assert!(smallest.as_f64().unwrap() > 23.9, "{smallest}");
}
