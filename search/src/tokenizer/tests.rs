use super::*;

/// `term@position`, with `+span` where a term covers more than one.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    each_token(text, |token| {
        let span = if token.span > 1 { format!("+{}", token.span) } else { String::new() };
        found.push(format!("{}@{}{span}", token.term, token.position));
    });
    found
}

#[test]
fn words_are_runs_of_letters_and_digits() {
    assert_eq!(tokens("The checkout failed, twice!"), ["the@0", "checkout@1", "failed@2", "twice@3"]);
    assert_eq!(tokens("  -- (5xx) … "), ["5xx@0"]);
    assert_eq!(tokens(""), [""; 0]);
    assert_eq!(tokens("🔥🔥 ❤️"), [""; 0]);
}

#[test]
fn compounds_are_found_whole_and_in_parts() {
    let cases: [(&str, &[&str]); 14] = [
        ("auth-service-prod-01", &["auth-service-prod-01@0+4", "auth@0", "service@1", "prod@2", "01@3"]),
        ("ERR_CONN_RESET", &["err_conn_reset@0+3", "err@0", "conn@1", "reset@2"]),
        ("CVE-2024-3094", &["cve-2024-3094@0+3", "cve@0", "2024@1", "3094@2"]),
        ("10.2.3.4", &["10.2.3.4@0+4", "10@0", "2@1", "3@2", "4@3"]),
        (
            "jenkins-infra/status#123",
            &[
                "jenkins-infra/status#123@0+4",
                "jenkins-infra@0+2",
                "jenkins@0",
                "infra@1",
                "status#123@2+2",
                "status@2",
                "123@3",
            ],
        ),
        ("v1.29.3", &["1.29.3@0+3", "v1.29.3@0+3", "1@0", "v1@0", "29@1", "3@2"]),
        ("std::io::Error", &["std::io::error@0+3", "std@0", "io@1", "error@2"]),
        (
            "user@host.example",
            &["user@host.example@0+3", "user@0", "host.example@1+2", "host@1", "example@2"],
        ),
        ("foo.rs:12", &["foo.rs:12@0+3", "foo.rs@0+2", "foo@0", "rs@1", "12@2"]),
        ("and/or", &["and/or@0+2", "and@0", "or@1"]),
        ("non\u{2011}breaking", &["non-breaking@0+2", "non@0", "breaking@1"]),
        ("end. Next", &["end@0", "next@1"]),
        ("a--b a.-b", &["a@0", "b@1", "a@2", "b@3"]),
        ("C++ -x #1", &["c@0", "x@1", "1@2"]),
    ];
    for (text, expected) in cases {
        assert_eq!(tokens(text), expected, "{text}");
    }
}

#[test]
fn times_are_found_in_parts_only() {
    assert_eq!(tokens("10:32"), ["10@0", "32@1"]);
    let timestamp = ["2024@0", "02@1", "17t02@2+2", "17@2", "t02@3", "32@4", "19@5", "198z@6"];
    assert_eq!(tokens("2024-02-17T02:32:19.198Z"), timestamp);
    assert_eq!(tokens("10.2.3.4:80")[..2], ["10.2.3.4:80@0+5", "10.2.3.4@0+4"]);
}

#[test]
fn names_in_camel_case_are_found_whole_and_in_parts() {
    assert_eq!(tokens("getUserById"), ["getuserbyid@0+4", "get@0", "user@1", "by@2", "id@3"]);
    assert_eq!(tokens("HTTPServer died"), ["httpserver@0+2", "http@0", "server@1", "died@2"]);
    assert_eq!(tokens("db.getUser()"), ["db.getuser@0+3", "db@0", "getuser@1+2", "get@1", "user@2"]);
    assert_eq!(tokens("OOMKilled"), ["oomkilled@0+2", "oom@0", "killed@1"]);
}

#[test]
fn apostrophes_are_no_part_of_a_term() {
    assert_eq!(tokens("the server's didn't Bob’s"), ["the@0", "server@1", "didnt@2", "bob@3"]);
    assert_eq!(
        tokens("l'erreur O'Brien's"),
        ["lerreur@0+2", "l@0", "erreur@1", "obrien@2+2", "o@2", "brien@3"]
    );
    assert_eq!(tokens("'quoted' dogs'"), ["quoted@0", "dogs@1"]);
}

#[test]
fn unspaced_scripts_are_found_by_every_character() {
    assert_eq!(tokens("東京都"), ["東京@0", "京都@1", "都@2"]);
    assert_eq!(tokens("障"), ["障@0"]);
    assert_eq!(tokens("DNS障害db"), ["dns@0", "障害@1", "害@2", "db@3"]);
    assert_eq!(tokens("서버 장애"), ["서버@0", "버@1", "장애@2", "애@3"]);
    assert_eq!(tokens("ล่ม"), ["ล\u{e48}@0", "\u{e48}ม@1", "ม@2"]);
}

#[test]
fn offsets_are_those_of_the_text() {
    let text = "Ärger mit auth-Service’s 東京";
    let mut found = Vec::new();
    each_token(text, |token| found.push((token.term.to_owned(), &text[token.from..token.to])));
    let expected = [
        ("arger", "Ärger"),
        ("mit", "mit"),
        ("auth-service", "auth-Service"),
        ("auth", "auth"),
        ("service", "Service"),
        ("東京", "東京"),
        ("京", "京"),
    ];
    assert_eq!(found, expected.map(|(term, part)| (term.to_owned(), part)));
}

#[test]
fn long_words_are_cut_and_long_compounds_only_found_in_parts() {
    let long = "x".repeat(300);
    assert_eq!(tokens(&long), [format!("{}@0", "x".repeat(MAX_TERM_BYTES))]);
    let path = "a/".repeat(50) + "b";
    assert_eq!(tokens(&path).len(), 51);
}

#[test]
fn any_text_gives_tokens_in_order_that_lie_in_it() {
    let alphabet: Vec<char> =
        "aZé9'’-_./:#@+~ \n東京ー\u{301}\u{FE0F}ßİ👍\u{200D}ล\u{E48}क\u{94D}Ωςｆ²½\u{AD}v1".chars().collect();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..seed % 23 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push(alphabet[(seed >> 33) as usize % alphabet.len()]);
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut last = 0;
        each_token(&text, |token| {
            assert!(token.position >= last, "{text:?}");
            assert!(!token.term.is_empty() && token.term.len() <= MAX_TERM_BYTES, "{text:?}");
            assert!(!text[token.from..token.to].is_empty(), "{text:?}");
            last = token.position;
        });
    }
}

/// Tantivy's stream gives the same, however often the buffers were used before.
#[cfg(feature = "write")]
#[test]
fn the_stream_gives_the_same_tokens() {
    use tantivy::tokenizer::{TokenStream, Tokenizer};

    let mut words = Words::default();
    for text in ["getUserById on auth-service-prod-01", "", "東京 v1.2", "a"] {
        let mut stream = words.token_stream(text);
        let mut found = Vec::new();
        while stream.advance() {
            let token = stream.token();
            found.push((token.text.clone(), token.position, token.position_length, token.offset_from));
        }
        assert!(!stream.advance());
        let mut expected = Vec::new();
        each_token(text, |token| {
            expected.push((token.term.to_owned(), token.position as usize, token.span as usize, token.from));
        });
        assert_eq!(found, expected);
    }
}
