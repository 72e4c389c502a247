//! What should not be in a post-mortem: secrets anywhere, and personal data in what the public may read.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::rules;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, PostMortem, Visibility};

/// Secrets by the forms that their makers gave them: what they are, and how they look. What is called `value` is the
/// secret itself, else it is the whole.
static SECRETS: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    [
        (
            "a private key",
            r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?s:.{0,200}?)(?P<value>[A-Za-z0-9+/]{32,})",
        ),
        ("an access key of AWS", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
        (
            "a secret key of AWS",
            r#"(?i)\baws_?secret_?(?:access_?)?key["']?\s*[=:]\s*["']?(?P<value>[A-Za-z0-9/+]{40})"#,
        ),
        ("a token of GitHub", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b"),
        ("a token of GitLab", r"\bglpat-[A-Za-z0-9_-]{20,}\b"),
        ("a token of Slack", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}\b"),
        (
            "an address that lets anybody write to Slack",
            r"\bhooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/(?P<value>[A-Za-z0-9]{16,})",
        ),
        ("a key of Google", r"\bAIza[0-9A-Za-z_-]{35}\b"),
        ("a key of OpenAI", r"\bsk-proj-[A-Za-z0-9_-]{20,}"),
        ("a key of Anthropic", r"\bsk-ant-[A-Za-z0-9_-]{20,}"),
        ("a secret key of Stripe", r"\b[sr]k_live_[0-9A-Za-z]{20,}\b"),
        ("a key of SendGrid", r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}\b"),
        ("a token of npm", r"\bnpm_[A-Za-z0-9]{36}\b"),
        ("a JSON Web Token", r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
        (
            "a password in an address",
            r"\b[a-z][a-z0-9+.-]*://[^\s/:@<>{}$]+:(?P<value>[^\s/:@<>{}$*]{3,})@[A-Za-z0-9.-]+",
        ),
        ("a password", r#"\bcurl\b[^\n]{0,200}?\s(?:-u|--user)\s+["']?[^\s:"']+:(?P<value>[^\s"'`]{3,})"#),
    ]
    .into_iter()
    .map(|(what, pattern)| (what, Regex::new(pattern).expect("the pattern is valid")))
    .collect()
});

/// `DB_PASSWORD=…`, `password: …`: only what no word looks like is taken for a secret.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\b(?:[a-z0-9]+[_-])*(?:password|passwd|secret|token|api[_-]?key)["']?\s*[=:]\s*["']?(?P<value>[^\s"'`,;)<>{}$*/]{8,})"#,
    )
    .expect("the pattern is valid")
});

/// What stands in the place of a secret.
static STANDS_IN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)example|x{4}|redacted|change[_-]?me|your|placeholder|dummy|fake|\.\.\.|…|^(?:pass|passw|password|passwd|pwd|secret|token|user)$",
    )
    .expect("the pattern is valid")
});

static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b")
        .expect("the pattern is valid")
});
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b\d{1,3}(?:\.\d{1,3})+\b").expect("the pattern is valid"));
static ADDRESS_6: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b[23][0-9a-f]{0,3}:[0-9a-f:]{4,34}").expect("the pattern is valid"));

/// Secrets, and in a public post-mortem mail and network addresses.
pub fn check(document: &Document, facts: &PostMortem) -> Vec<Diagnostic> {
    let text = &document.source.text;
    let say = |rule: &str, message: String, place: Range<usize>, hint: &str| {
        Diagnostic::warning(rules::name(rule), &document.source.path, message).at(text, place).hint(hint)
    };
    let secrets = secrets(text);
    let hint = "Make it invalid where it is used, and remove it: what is in git stays in its history.";
    let mut found: Vec<Diagnostic> = secrets
        .iter()
        .map(|(what, place)| say("secret", format!("this looks like {what}"), place.clone(), hint))
        .collect();
    if facts.visibility == Visibility::Public {
        let is_secret = |place: &Range<usize>| {
            secrets.iter().any(|(_, one)| one.start < place.end && place.start < one.end)
        };
        let mails = MAIL.find_iter(text).filter(|hit| !is_example(hit.as_str()) && !is_secret(&hit.range()));
        found.extend(mails.map(|hit| {
            let message = "a mail address in a post-mortem that the public may read".to_owned();
            say("public-mail", message, hit.range(), "Name a role or a team instead.")
        }));
        let hint = "Write what it belongs to, or an address for documentation such as 192.0.2.1.";
        found.extend(addresses(text).into_iter().map(|place| {
            let message = "a public IP address in a post-mortem that the public may read".to_owned();
            say("public-address", message, place, hint)
        }));
    }
    found
}

/// What looks like a secret: what it is, and where. Of two in one place, the first by its maker's form.
fn secrets(text: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut found: Vec<(&'static str, Range<usize>)> = Vec::new();
    let known = SECRETS.iter().map(|(what, pattern)| (*what, pattern, false));
    for (what, pattern, is_guess) in known.chain([("a password or a token", &*NAMED, true)]) {
        for hit in pattern.captures_iter(text) {
            let Some(whole) = hit.get(0) else { continue };
            let value = hit.name("value").unwrap_or(whole).as_str();
            let is_free =
                found.iter().all(|(_, other)| other.end <= whole.start() || whole.end() <= other.start);
            if is_free && !stands_in(value) && (!is_guess || is_random(value)) {
                found.push((what, whole.range()));
            }
        }
    }
    found.sort_by_key(|(_, place)| place.start);
    found
}

/// Whether it is only the place of a secret: `xxxx`, `000000`, `AKIAIOSFODNN7EXAMPLE`.
fn stands_in(value: &str) -> bool {
    let mut letters: Vec<char> = value.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    letters.len() < 3 || STANDS_IN.is_match(value)
}

/// Whether it has what chosen and drawn secrets have and words have not: letters of both cases or signs, and figures.
fn is_random(value: &str) -> bool {
    let has = |is: fn(char) -> bool| value.contains(is);
    let signs = |c: char| !c.is_alphanumeric() && !"-_.:".contains(c);
    let is_mixed = has(char::is_uppercase) && has(char::is_lowercase);
    has(|c| c.is_ascii_digit()) && has(char::is_alphabetic) && (is_mixed || has(signs))
}

fn is_example(mail: &str) -> bool {
    let (user, host) = mail.rsplit_once('@').unwrap_or_default();
    let host = host.to_lowercase();
    // `git@github.com:owner/repository` is an address of a repository.
    matches!(user, "git" | "hg" | "svn")
        || ["example.com", "example.org", "example.net"].iter().any(|example| host.ends_with(example))
        || [".example", ".invalid", ".test"].iter().any(|end| host.ends_with(end))
}

/// Where addresses of the public internet are.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let of_4 = ADDRESS
        .find_iter(text)
        .filter(|hit| hit.as_str().parse().is_ok_and(is_public) && !is_numbering(&text[..hit.start()]));
    let of_6 = ADDRESS_6
        .find_iter(text)
        .filter(|hit| hit.as_str().trim_end_matches(':').parse().is_ok_and(is_public_6));
    of_4.chain(of_6).map(|hit| hit.range()).collect()
}

/// Whether what comes in front says that the figures number something: `Version 1.2.3.4`, `section 4.2.1.3`.
fn is_numbering(before: &str) -> bool {
    let word =
        before.trim_end().rsplit(|c: char| !c.is_alphanumeric() && c != '§').next().unwrap_or_default();
    let word = word.to_lowercase();
    matches!(
        word.as_str(),
        "version" | "versions" | "release" | "build" | "v" | "oid" | "section" | "chapter" | "clause" | "§"
    )
}

/// An address of the public internet that is neither a well-known service nor an example.
fn is_public(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_example = matches!((first, second, third), (192, 0, 2) | (198, 51, 100) | (203, 0, 113));
    // Resolvers that everybody knows say nothing about anybody.
    let is_known =
        matches!(address.octets(), [1, 1, 1, 1] | [1, 0, 0, 1] | [8, 8, 8, 8] | [8, 8, 4, 4] | [9, 9, 9, 9]);
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

/// The same for the longer addresses: those that are routed at all begin with 2 or 3.
fn is_public_6(address: Ipv6Addr) -> bool {
    let is_documentation = matches!(address.segments(), [0x2001, 0xdb8, ..] | [0x3fff, ..]);
    (0x2000..0x4000).contains(&address.segments()[0]) && !is_documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(text: &str) -> Vec<&'static str> {
        secrets(text).into_iter().map(|(what, _)| what).collect()
    }

    #[test]
    fn secrets_are_told_from_what_stands_in_their_place() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE and AKIAXXXXXXXXXXXXXXXX",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            "https://user:password@shop.test and postgres://user:pass@localhost/db",
            "a file with `-----BEGIN PRIVATE KEY-----` in it",
            "DB_PASSWORD=${PASSWORD} token: <token> password: ********",
            "The token: expired-2024-01 was old. Secret: projects/12/secrets/Name",
            "password: the one of 2024",
        ] {
            assert!(whats(text).is_empty(), "{text}: {:?}", whats(text));
        }
        // Made up in parts, so that nobody takes this file for a leak.
        let of = |parts: &[&str]| whats(&parts.concat());
        assert_eq!(
            of(&["AWS_SECRET_ACCESS_KEY=wJa1rXUtn", "FEMI/K7MDENG/bPxRfiCYzzzzzAAAbb"]),
            ["a secret key of AWS"]
        );
        assert_eq!(of(&["DB_PASSWORD=", "Xk29skdJJw2"]), ["a password or a token"]);
        assert_eq!(of(&["password: ", "hunter2-Prod!9"]), ["a password or a token"]);
        assert_eq!(of(&["curl -u admin:", "Passw0rd! https://shop.test"]), ["a password"]);
        assert_eq!(of(&["sk-", "proj-aB3dEfGhIjKlMnOpQrStUv"]), ["a key of OpenAI"]);
        assert_eq!(
            of(&["-----BEGIN RSA PRIVATE ", "KEY-----\nMIIEpAIBAAKCAQEA7bq3Jt0dTzY1vQ9x\n"]),
            ["a private key"]
        );
    }

    #[test]
    fn addresses_are_told_from_versions_and_sections() {
        let found = |text: &str| addresses(text).len();
        for text in [
            "Version 1.2.3.4",
            "OID 1.3.6.1",
            "section 4.2.1.3",
            "1.3.6.1.4.1",
            "10.2.3.4",
            "at 10:00:05",
            "dead::beef",
        ] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert_eq!(found("52.84.1.9, 2a00:1450:4001:82b::200e and 2001:db8::1"), 2);
    }
}
