//! `sitemap.xml`: the addresses of all pages, for search engines.

use jiff::civil::Date;

use super::action_items;
use super::plan::{Job, plan};
use crate::core::address;
use crate::core::config::Config;
use crate::core::escape;
use crate::know::insight::Insight;
use crate::know::link::Site;
use crate::site::theme::Theme;

/// Where the site will be, with a slash at the end; only if the settings give a full address.
pub fn base(config: &Config) -> Option<String> {
    let url = config.html.site_url.as_deref()?.trim();
    let full = url.starts_with("https://") || url.starts_with("http://");
    full.then(|| format!("{}/", address::web(url.trim_end_matches('/'))))
}

/// The path under which the site will be, with slashes around it: `/incidents/`.
pub fn base_path(config: &Config) -> Option<String> {
    let url = config.html.site_url.as_deref()?.trim();
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url,
    };
    let path = path.trim_matches('/');
    Some(if path.is_empty() { "/".into() } else { format!("/{path}/") })
}

/// Most addresses in a file, by the protocol.
const MOST: usize = 50_000;

/// How many parts the list of so many addresses has; 0 where it is one file.
pub fn parts(addresses: usize) -> usize {
    if addresses > MOST { addresses.div_ceil(MOST) } else { 0 }
}

/// Where a part of the list is.
pub fn part_output(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// The file, or one of its parts; empty where the address of the site is not known.
pub fn sitemap(site: &Site, insight: &Insight, theme: &Theme, part: Option<usize>) -> String {
    let Some(base) = base(&site.config) else { return String::new() };
    let urls = addresses(site, insight, theme);
    match (part, parts(urls.len())) {
        (Some(part), _) => list(&base, urls.chunks(MOST).nth(part).unwrap_or_default()),
        (None, 0) => list(&base, &urls),
        (None, parts) => index(&base, parts),
    }
}

/// Addresses of all pages below the site's, sorted, with the day on which they changed where that is known.
fn addresses(site: &Site, insight: &Insight, theme: &Theme) -> Vec<(String, Option<Date>)> {
    let mut urls: Vec<(String, Option<Date>)> = plan(site, insight, theme)
        .into_iter()
        .filter(|planned| is_page(planned.job))
        .map(|planned| match planned.job {
            Job::Index => (String::new(), None),
            Job::PostMortem(id) | Job::Page(id) => {
                (address::encode(&planned.output), site.history(id).and_then(|history| history.changed))
            }
            _ => (address::encode(&planned.output), None),
        })
        .collect();
    urls.sort_unstable();
    urls
}

/// A file that names the parts.
fn index(base: &str, parts: usize) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for part in 0..parts {
        out.push_str("<sitemap><loc>");
        escape::push(&mut out, base);
        out.push_str(&part_output(part));
        out.push_str("</loc></sitemap>\n");
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// A file that names pages.
fn list(base: &str, urls: &[(String, Option<Date>)]) -> String {
    let mut out = String::with_capacity(urls.len() * 90 + 200);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (url, changed) in urls {
        out.push_str("<url><loc>");
        escape::push(&mut out, base);
        escape::push(&mut out, url);
        out.push_str("</loc>");
        // Of other pages nobody can say when they changed: they are made of many files.
        if let Some(day) = changed {
            out.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

pub fn is_page(job: Job) -> bool {
    !matches!(
        job,
        Job::Asset(_)
            | Job::Attachment(_)
            | Job::NotFound
            | Job::Search
            | Job::Redirect(_)
            | Job::Sitemap
            | Job::SitemapPart(_)
            | Job::Feed(_)
            | Job::Data(_)
            | Job::Twin(_)
            | Job::EntryTwin(..)
            | Job::Twins
            | Job::Actions(action_items::Page::Calendar)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(url: &str) -> Config {
        let mut config = Config::default();
        config.html.site_url = Some(url.into());
        config
    }

    #[test]
    fn long_lists_have_parts_that_the_protocol_allows() {
        assert_eq!([0, 1, 50_000, 50_001, 100_001].map(parts), [0, 0, 0, 2, 3]);
        let index = index("https://example.org/", 2);
        assert!(index.contains("<loc>https://example.org/sitemap-2.xml</loc>") && !index.contains("-3.xml"));
        let list = list("https://example.org/", &[("a&b.html".into(), None)]);
        assert!(list.contains("<url><loc>https://example.org/a&amp;b.html</loc></url>"));
    }

    #[test]
    fn the_base_is_a_full_address_and_its_path_always_has_slashes() {
        assert_eq!(base(&with("https://example.org/a")).as_deref(), Some("https://example.org/a/"));
        assert_eq!(base(&with("/a/")), None);
        assert_eq!(base_path(&with("https://example.org")).as_deref(), Some("/"));
        assert_eq!(base_path(&with("https://example.org/a/b")).as_deref(), Some("/a/b/"));
        assert_eq!(base_path(&with("a")).as_deref(), Some("/a/"));
        assert_eq!(base_path(&Config::default()), None);
    }
}
