//! All jobs of a small knowledge base, rendered and looked at.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::{Job, Renderer, plan, sample};
use crate::core::output::{Origin, Produced};
use crate::know::insight::Insight;
use crate::know::link::Site;
use crate::site::theme::{self, Theme};

/// Every file of the site by its path, in the built-in theme.
fn rendered(site: &Site) -> BTreeMap<String, String> {
    rendered_in(site, &theme::default().unwrap())
}

/// Every file of the site by its path; attachments are left out.
fn rendered_in(site: &Site, theme: &Theme) -> BTreeMap<String, String> {
    let insight = Insight::new(site, date(2026, 11, 22));
    let renderer = Renderer::new(site, &insight, theme).unwrap();
    let mut files = BTreeMap::new();
    for planned in plan(site, &insight, theme) {
        match renderer.render(&planned.job, Origin::default()).map(|made| made.produced) {
            Ok(Produced::Bytes(bytes)) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                assert!(files.insert(planned.output.clone(), text).is_none(), "{} twice", planned.output);
            }
            Ok(Produced::Stream(stream)) => {
                let mut bytes = Vec::new();
                stream(&mut bytes).unwrap();
                files.insert(planned.output.clone(), String::from_utf8(bytes).unwrap());
            }
            Ok(Produced::AsBefore) => panic!("{}: there was nothing before", planned.output),
            Ok(Produced::CopyOf(path) | Produced::MadeOf(path, _)) => {
                assert_eq!(path.to_str(), Some("assets/a.svg"))
            }
            Err(problem) => panic!("{}: {problem:#?}", planned.output),
        }
    }
    files
}

#[test]
fn every_job_renders_and_every_relative_link_leads_somewhere() {
    let files = rendered(&sample::site());
    let link = regex::Regex::new("(?:href|src)=\"([^\"#]*)(?:#[^\"]*)?\"").unwrap();
    for (from, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!text.contains("<script>") && !text.contains("style=\""), "{from}");
        for capture in link.captures_iter(text) {
            let href = &capture[1];
            if href.is_empty() || href.contains("://") {
                continue;
            }
            let mut parts: Vec<&str> = from.split('/').collect();
            parts.pop();
            for part in href.split('/') {
                if part == ".." {
                    // That one is shown at any depth, and looks for the root at several.
                    assert!(parts.pop().is_some() || from == "404.html", "{from} leads out by {href}");
                } else {
                    parts.push(part);
                }
            }
            let target = parts.join("/");
            assert!(files.contains_key(&target), "{from} links to {target}, which is not there");
        }
    }
}

#[test]
fn an_incident_shows_what_is_known_of_it() {
    let files = rendered(&sample::site());
    let page = &files["2019/regex.html"];
    for expected in [
        "<h1>An expression exhausts every CPU &amp; core</h1>",
        "<span class=\"big\">27 min</span><span class=\"how\">13:42 → 14:09 UTC</span>",
        "<a href=\"../services/waf.html\">WAF</a> <span class=\"root\">(root cause)</span>",
        "Near miss",
        "In review",
        "a Tuesday",
        "It happened before",
        "6 y 3 mo earlier",
        "Rule deployed &lt;everywhere&gt;",
        "id=\"t6\"",
        "href=\"#t6\"",
        "Undetected, 3 min",
        "<dt>Jira</dt><dd>A-1, A-2</dd>",
        "Dropped",
    ] {
        assert!(page.contains(expected), "no {expected} in {page}");
    }
    assert!(!page.contains("href=\"javascript"));
    let bare = &files["undated.html"];
    assert!(
        !bare.contains("class=\"facts\"") && !bare.contains("not recorded") && !bare.contains("lb-hatch")
    );
    assert!(files["2013/flowspec.html"].contains("It happened again"));
}

#[test]
fn a_site_without_anything_still_has_its_pages() {
    let mut site = sample::site();
    site.documents.clear();
    site.outputs.clear();
    site.references.clear();
    site.backlinks.clear();
    site.by_date.clear();
    site.counted.clear();
    site.years.clear();
    site.redirects.clear();
    site.intro = None;
    for catalog in [&mut site.services, &mut site.causes, &mut site.teams, &mut site.tags] {
        catalog.entries.clear();
    }
    let files = rendered(&site);
    assert!(files["index.html"].contains("No incidents yet"));
    assert!(files["services.html"].contains("No post-mortem names any services yet."));
    assert!(!files.contains_key("teams.html") && !files.contains_key("pages.html"));
}

#[test]
fn the_address_of_the_site_makes_a_sitemap_and_rooted_links_on_the_404_page() {
    let mut site = sample::site();
    assert!(!rendered(&site).contains_key("sitemap.xml"));
    site.config.html.site_url = Some("https://example.org/incidents".into());
    let files = rendered(&site);
    assert!(files["sitemap.xml"].contains("<loc>https://example.org/incidents/2019/regex.html</loc>"));
    assert!(!files["sitemap.xml"].contains("old/regex.html"));
    assert!(files["404.html"].contains("href=\"/incidents/index.html\""));
    let redirect = &files["old/regex.html"];
    assert!(redirect.contains("content=\"0; url=../2019/regex.html\""));
    assert!(redirect.contains("rel=\"canonical\" href=\"https://example.org/incidents/2019/regex.html\""));
}

#[test]
fn long_lists_come_in_pages() {
    let mut site = sample::site();
    site.causes.entries[0].incidents = vec![1; 450];
    let files = rendered(&site);
    let second = &files["causes/global-push/page-2.html"];
    assert!(second.contains("201–400 of 450"));
    assert!(second.contains("href=\"../../causes/global-push.html\" rel=\"prev\""));
    assert!(files.contains_key("causes/global-push/page-3.html"));
    assert!(!files.contains_key("causes/global-push/page-4.html"));
}

#[test]
fn a_failing_template_names_the_page_and_the_place() {
    let root = tempfile::tempdir().unwrap();
    let templates = root.path().join("themes/ours/templates");
    crate::core::files::create_folder(&templates).unwrap();
    crate::core::files::write(&templates.join("404.html"), b"<p>\n{{ nothing }}").unwrap();
    let mut site = sample::site();
    site.config.html.theme = Some("ours".into());
    let theme = theme::load(root.path(), &site.config).unwrap();
    let insight = Insight::new(&site, date(2026, 11, 22));
    let renderer = Renderer::new(&site, &insight, &theme).unwrap();
    let problem = renderer.render(&Job::NotFound, Origin::default()).unwrap_err();
    assert_eq!(problem.place.as_ref().unwrap().line, 2);
    assert!(problem.message.contains("404.html") && problem.path.ends_with("404.html"), "{problem:#?}");
}

#[test]
fn every_page_leads_to_the_search_if_there_is_an_engine() {
    let mut theme = theme::default().unwrap();
    theme.search = Some(theme::Search::sample());
    let files = rendered_in(&sample::site(), &theme);
    let page = &files["2019/regex.html"];
    for expected in [
        "<form class=\"open\" action=\"../search.html\" role=\"search\" data-client=\"../assets/client.js\"",
        "data-highlighter=\"../assets/highlighter.js\"",
        "data-severities=\"sev1 sev2 sev3 sev4 sev5\"",
        "<dialog id=\"lb-find\"",
        "<a href=\"../search.html\">All results and filters</a>",
    ] {
        assert!(page.contains(expected), "no {expected} in {page}");
    }
    let results = &files["search.html"];
    assert!(
        results.contains("data-client=\"assets/client.js\"") && !results.contains("<dialog id=\"lb-find\"")
    );
    let without_script = results.split_once("<noscript>").unwrap().1.split_once("</noscript>").unwrap().0;
    for list in ["index.html", "services.html", "causes.html", "years.html"] {
        assert!(without_script.contains(&format!("href=\"{list}\"")), "no {list} in {without_script}");
    }

    theme.search = None;
    for (path, text) in
        rendered_in(&sample::site(), &theme).into_iter().filter(|(path, _)| path.ends_with(".html"))
    {
        assert!(
            path != "search.html" && !text.contains("search.html") && !text.contains("lb-find"),
            "{path}"
        );
    }
}
