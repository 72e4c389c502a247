//! What should not be in a post-mortem: secrets anywhere, and personal data in what the public may read.

use std::net::IpAddr;
use std::sync::LazyLock;

use regex::Regex;

use super::rules;
use crate::diagnostic::Diagnostic;
use crate::model::{Document, PostMortem, Visibility};

/// Secrets by the forms that their makers gave them: what they are, and how they look.
static SECRETS: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    [
        ("a private key", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----"),
        ("an access key of AWS", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
        ("a token of GitHub", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b"),
        ("a token of GitLab", r"\bglpat-[A-Za-z0-9_-]{20,}\b"),
        ("a token of Slack", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}\b"),
        (
            "an address that lets anybody write to Slack",
            r"\bhooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{16,}",
        ),
        ("a key of Google", r"\bAIza[0-9A-Za-z_-]{35}\b"),
        ("a secret key of Stripe", r"\b[sr]k_live_[0-9A-Za-z]{20,}\b"),
        ("a key of SendGrid", r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\b"),
        ("a token of npm", r"\bnpm_[A-Za-z0-9]{36}\b"),
        ("a JSON Web Token", r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
        (
            "a password in an address",
            r"\b[a-z][a-z0-9+.-]*://[^\s/:@<>{}$]+:[^\s/:@<>{}$*]{3,}@[A-Za-z0-9.-]+",
        ),
    ]
    .into_iter()
    .map(|(what, pattern)| (what, Regex::new(pattern).expect("the pattern is valid")))
    .collect()
});

static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b")
        .expect("the pattern is valid")
});
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:\d{1,3}\.){3}\d{1,3}\b").expect("the pattern is valid"));

/// Secrets, and in a public post-mortem mail and network addresses.
#[must_use]
pub fn check(document: &Document, facts: &PostMortem) -> Vec<Diagnostic> {
    let text = &document.source.text;
    let mut found = Vec::new();
    for (what, pattern) in SECRETS.iter() {
        for hit in pattern.find_iter(text) {
            let message = format!("this looks like {what}");
            let diagnostic = Diagnostic::warning(rules::name("secret"), &document.source.path, message);
            found.push(diagnostic.at(text, hit.range()).hint(
                "Make it invalid where it is used, and remove it: what is in git stays in its history.",
            ));
        }
    }
    if facts.visibility == Visibility::Public {
        for hit in MAIL.find_iter(text).filter(|hit| !is_example(hit.as_str())) {
            let diagnostic = Diagnostic::warning(
                rules::name("public-mail"),
                &document.source.path,
                "a mail address in a post-mortem that the public may read",
            );
            found.push(diagnostic.at(text, hit.range()).hint("Name a role or a team instead."));
        }
        for hit in ADDRESS.find_iter(text).filter(|hit| is_public(hit.as_str())) {
            let diagnostic = Diagnostic::warning(
                rules::name("public-address"),
                &document.source.path,
                "a public IP address in a post-mortem that the public may read",
            );
            found.push(
                diagnostic
                    .at(text, hit.range())
                    .hint("Write what it belongs to, or an address for documentation such as 192.0.2.1."),
            );
        }
    }
    found
}

fn is_example(mail: &str) -> bool {
    let host = mail.rsplit('@').next().unwrap_or_default().to_lowercase();
    ["example.com", "example.org", "example.net"].iter().any(|example| host.ends_with(example))
        || host.ends_with(".example")
        || host.ends_with(".invalid")
        || host.ends_with(".test")
}

/// An address of the public internet that is neither a version nor a well-known service nor an example.
fn is_public(text: &str) -> bool {
    let Ok(IpAddr::V4(address)) = text.parse::<IpAddr>() else { return false };
    let [first, second, third, _] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_example = matches!((first, second, third), (192, 0, 2) | (198, 51, 100) | (203, 0, 113));
    // Resolvers that everybody knows say nothing about anybody.
    let is_known = matches!(text, "1.1.1.1" | "1.0.0.1" | "8.8.8.8" | "8.8.4.4" | "9.9.9.9");
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || address.is_broadcast()
        || address.is_multicast()
        || first == 0
        || first >= 240
        || is_shared
        || is_example
        || is_known)
}
