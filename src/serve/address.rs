//! Where the preview listens.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpListener, ToSocketAddrs as _};

use crate::core::diagnostic::Diagnostic;

/// The port that is tried first where none is asked for, and how many are tried after it.
const PORT: u16 = 3000;
const OTHERS: u16 = 100;

/// An address of this machine, and how it was named.
#[derive(Debug, Clone)]
pub struct Address {
    pub name: String,
    pub ip: IpAddr,
}

impl Address {
    /// Looks up an address or a name.
    ///
    /// # Errors
    /// When there is no such name.
    pub fn resolve(name: &str) -> Result<Self, Diagnostic> {
        let plain = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        let failed = |reason: String| {
            Diagnostic::error(
                "cannot-listen",
                "--host",
                format!("`{name}` is no address of this machine: {reason}"),
            )
            .hint("Name an address such as `127.0.0.1` or `0.0.0.0`, or a name that leads to one.")
        };
        let found = (plain, 0).to_socket_addrs().map_err(|error| failed(error.to_string()))?.next();
        let found = found.ok_or_else(|| failed("it leads nowhere".into()))?;
        Ok(Self { name: name.to_owned(), ip: found.ip() })
    }

    /// Whether it can be reached from this machine alone.
    pub fn is_private(&self) -> bool {
        self.ip.is_loopback()
    }

    /// Listens at a port; 0 is any that is free. Without one, at the first that is free from 3000 on.
    ///
    /// # Errors
    /// When the port is taken, or can't be had.
    pub fn listen(&self, port: Option<u16>) -> Result<TcpListener, Diagnostic> {
        let bind = |port| TcpListener::bind(SocketAddr::new(self.ip, port));
        let found = match port {
            Some(port) => bind(port),
            None => (PORT..PORT + OTHERS)
                .map(bind)
                .find(|found| !matches!(found, Err(error) if error.kind() == ErrorKind::AddrInUse))
                .unwrap_or_else(|| bind(0)),
        };
        found.map_err(|error| self.refused(port.unwrap_or(PORT), &error))
    }

    /// Whether a listener got the port that is tried first.
    pub fn is_usual(listener: &TcpListener) -> bool {
        listener.local_addr().is_ok_and(|address| address.port() == PORT)
    }

    fn refused(&self, port: u16, error: &io::Error) -> Diagnostic {
        let at = SocketAddr::new(self.ip, port);
        let (message, hint) = match error.kind() {
            ErrorKind::AddrInUse => (
                format!("port {port} is taken"),
                "Another program listens there, perhaps another preview. Leave `--port` out to take the next free one.",
            ),
            ErrorKind::PermissionDenied => (
                format!("port {port} may not be used: {error}"),
                "Ports below 1024 are for the administrator: choose a higher one.",
            ),
            _ => (format!("can't listen at {at}: {error}"), "Name an address of this machine with `--host`."),
        };
        Diagnostic::error("cannot-listen", at.to_string(), message).hint(hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_asked_for_must_be_free_and_else_the_next_is_taken() {
        let local = Address::resolve("127.0.0.1").unwrap();
        let first = local.listen(Some(0)).unwrap();
        let port = first.local_addr().unwrap().port();
        let refused = local.listen(Some(port)).unwrap_err();
        assert!(refused.message.contains("is taken") && refused.hint.is_some());
        let (one, other) = (local.listen(None).unwrap(), local.listen(None).unwrap());
        assert_ne!(one.local_addr().unwrap(), other.local_addr().unwrap());
    }

    #[test]
    fn loopback_is_private() {
        for (name, expected) in
            [("127.0.0.1", true), ("[::1]", true), ("localhost", true), ("0.0.0.0", false)]
        {
            assert_eq!(Address::resolve(name).unwrap().is_private(), expected, "{name}");
        }
    }
}
