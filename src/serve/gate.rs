//! Which names of this machine a request may use. Any page in a browser can have its own name lead here, and would then
//! read the preview as if it were a part of that page (DNS rebinding); its requests carry that name.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::http::uri::Authority;

/// The names that are let in.
#[derive(Debug)]
pub struct Gate {
    /// As it was asked for: an address or a name, in lower case.
    host: String,
    bound: IpAddr,
}

impl Gate {
    pub fn new(host: &str, bound: IpAddr) -> Self {
        Self { host: plain(host), bound }
    }

    /// Whether a request came by a name of ours, whatever the port.
    pub fn admits(&self, headers: &HeaderMap) -> bool {
        let mut named = headers.get_all(HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else { return false };
        host.to_str()
            .ok()
            .and_then(|host| host.parse::<Authority>().ok())
            .is_some_and(|host| self.knows(host.host()))
    }

    fn knows(&self, host: &str) -> bool {
        let host = plain(host);
        if host == "localhost" || host.ends_with(".localhost") || host == self.host {
            return true;
        }
        let Ok(address) = host.parse::<IpAddr>() else { return false };
        // Where all addresses of the machine are served, any may be used: an address can't be made to lead elsewhere.
        address.is_loopback() || address == self.bound || self.bound.is_unspecified()
    }
}

/// Lower case, without the brackets of an address and the dot at the end of a name.
fn plain(host: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).map_or(host.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(gate: &Gate, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        gate.admits(&headers)
    }

    #[test]
    fn names_of_this_machine_are_let_in_and_foreign_ones_are_not() {
        let gate = Gate::new("127.0.0.1", [127, 0, 0, 1].into());
        for host in
            ["127.0.0.1", "127.0.0.1:3000", "LocalHost:1", "localhost.", "wiki.localhost:80", "[::1]:3000"]
        {
            assert!(admits(&gate, host), "{host}");
        }
        for host in [
            "example.org",
            "127.0.0.1.example.org",
            "localhost.example.org",
            "192.168.1.7",
            "",
            "a b",
            "notlocalhost",
        ] {
            assert!(!admits(&gate, host), "{host}");
        }
        assert!(!gate.admits(&HeaderMap::new()));
    }

    #[test]
    fn what_was_bound_is_let_in() {
        let named = Gate::new("Desk.example.org", [10, 0, 0, 7].into());
        assert!(admits(&named, "desk.example.org:3000") && admits(&named, "10.0.0.7"));
        assert!(!admits(&named, "10.0.0.8") && !admits(&named, "example.org"));
        let all = Gate::new("0.0.0.0", [0, 0, 0, 0].into());
        assert!(admits(&all, "10.0.0.8:3000") && !admits(&all, "example.org"));
    }
}
