//! A preview that runs, and what a browser would ask of it.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::support::program;

/// Longest time in which something is expected to happen; debug builds on a busy machine are slow.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// `lookback serve`, ended when it is dropped.
pub struct Preview {
    pub child: Child,
    /// `127.0.0.1:4711`
    pub at: String,
    out: Receiver<String>,
    errors: Receiver<String>,
}

impl Preview {
    /// Waits until it says where it is.
    pub fn start(root: &Path, arguments: &[&str]) -> Self {
        let mut child = program()
            .current_dir(root)
            .args(["serve", "--today", "2026-06-01"])
            .args(if arguments.contains(&"--port") { &[][..] } else { &["--port", "0"] })
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = lines(child.stdout.take().unwrap());
        let errors = lines(child.stderr.take().unwrap());
        let mut preview = Self { child, at: String::new(), out, errors };
        let line = preview.says("Preview at ");
        preview.at = line.trim_start_matches("Preview at http://").trim_end_matches('/').to_owned();
        preview
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// Waits for a line of standard output with this in it.
    #[track_caller]
    pub fn says(&self, text: &str) -> String {
        wait_for(&self.out, text)
    }

    /// Waits for a line of standard error with this in it.
    #[track_caller]
    pub fn warns(&self, text: &str) -> String {
        wait_for(&self.errors, text)
    }

    /// What it has said on standard error since it was last asked.
    pub fn warnings(&self) -> Vec<String> {
        self.errors.try_iter().collect()
    }

    /// What it has said on standard output since it was last asked.
    pub fn said(&self) -> Vec<String> {
        self.out.try_iter().collect()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Asks with further headers. `Host` is the address unless it is among them.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        ask(&self.at, method, path, headers)
    }

    /// Waits until a page has something in it.
    #[track_caller]
    pub fn shows(&self, path: &str, text: &str) {
        let since = Instant::now();
        while !self.get(path).text().contains(text) {
            assert!(since.elapsed() < PATIENCE, "{path} never showed {text:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Events for a page that shows a version.
    pub fn listen(&self, page: &str, version: &str) -> Receiver<String> {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        let request = format!(
            "GET /-/lookback/live?page={page}&version={version} HTTP/1.1\r\nHost: {}\r\n\r\n",
            self.at
        );
        stream.write_all(request.as_bytes()).unwrap();
        lines(stream)
    }

    /// Asks it to end, as a terminal does by Ctrl-C (2) or a system (15), and waits for that.
    #[cfg(unix)]
    pub fn signal(&mut self, number: &str) -> (ExitStatus, Duration) {
        let since = Instant::now();
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-s", number, &id]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        (status, since.elapsed())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks the server at an address such as `127.0.0.1:4711`. `Host` is the address unless it is among the headers.
pub fn ask(at: &str, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut stream = TcpStream::connect(at).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        request.push_str(&format!("Host: {at}\r\n"));
    }
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{request}\r\n").as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    Answer::of(&bytes)
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = channel();
    std::thread::spawn(move || {
        BufReader::new(from).lines().map_while(Result::ok).try_for_each(|line| send.send(line))
    });
    lines
}

/// Waits for a line with something in it.
#[track_caller]
pub fn wait_for(lines: &Receiver<String>, text: &str) -> String {
    let since = Instant::now();
    let mut seen = Vec::new();
    while let Ok(line) = lines.recv_timeout(PATIENCE.saturating_sub(since.elapsed())) {
        if line.contains(text) {
            return line;
        }
        seen.push(line);
    }
    panic!("{text:?} was not said, but\n{}", seen.join("\n"));
}

/// An answer, read to its end.
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has headers");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body: bytes[end + 4..].to_vec() }
    }

    /// The value of a header; empty where it is not there.
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        let mut found = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map_or("", |(_, value)| value.trim())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The version that a page is told to be.
    pub fn version(&self) -> String {
        let text = self.text();
        let rest = text.split("data-version=\"").nth(1).expect("a page has a version");
        rest.split('"').next().unwrap().to_owned()
    }
}
