use super::*;

fn render(query: &Query) -> Vec<String> {
    query
        .clauses
        .iter()
        .map(|clause| clause.atoms.iter().map(render_atom).collect::<Vec<_>>().join(" | "))
        .collect()
}

fn render_atom(atom: &Atom) -> String {
    let sign = if atom.negated { "-" } else { "" };
    let field =
        |field: &Option<TextField>| field.map_or(String::new(), |field| format!("{}:", field.as_str()));
    let join = |parts: &[Vec<String>]| parts.iter().map(|part| part.join("/")).collect::<Vec<_>>().join(" ");
    let star = |prefix: Prefix| match prefix {
        Prefix::No => "",
        Prefix::Typing => "~",
        Prefix::Asked => "*",
        Prefix::Character => "?",
    };
    match &atom.what {
        What::Word(word, of) => {
            let parts =
                if word.parts.is_empty() { String::new() } else { format!("({})", join(&word.parts)) };
            format!("{sign}{}{}{parts}{}", field(of), word.terms.join("/"), star(word.prefix))
        }
        What::Phrase(phrase, of) => {
            format!("{sign}{}\"{}\"{}", field(of), join(&phrase.elements), star(phrase.prefix))
        }
        What::Facet(facet, asked) => format!("{sign}{}={}", facet.as_str(), asked.value),
        What::Date(range) => {
            let day = |day: Option<i32>| day.map(crate::date::iso).unwrap_or_default();
            format!("{sign}date={}..{}", day(range.from), day(range.until))
        }
        What::Duration(range) => {
            let minutes = |minutes: Option<u32>| minutes.map(|m| m.to_string()).unwrap_or_default();
            format!("{sign}minutes={}..{}", minutes(range.from), minutes(range.until))
        }
    }
}

fn read(query: &str) -> Vec<String> {
    render(&parse(query, false, true))
}

#[test]
fn words_phrases_and_signs() {
    let cases: [(&str, &[&str]); 30] = [
        ("", &[]),
        ("checkout timeout", &["checkout", "timeout"]),
        ("foo,bar (baz)", &["foo", "bar", "baz"]),
        ("\"rate limit\" reached", &["\"rate limit\"", "reached"]),
        ("“rate limit” «a b»", &["\"rate limit\"", "\"a b\""]),
        ("\"rotating\"", &["\"rotating\""]),
        ("-drill dns", &["-drill", "dns"]),
        ("-\"fire drill\"", &["-\"fire drill\""]),
        ("-foo,bar x", &["-\"foo bar\"", "x"]),
        ("a1 OR b1", &["a1 | b1"]),
        ("a1 b1 OR c1 d1", &["a1", "b1 | c1", "d1"]),
        ("a1 OR b1 OR c1", &["a1 | b1 | c1"]),
        ("\"x y\" OR -z", &["\"x y\" | -z"]),
        ("a1,b1 OR c1", &["\"a1 b1\" | c1"]),
        ("time* x", &["time*", "x"]),
        ("\"rate lim*\"", &["\"rate lim\"*"]),
        ("service:checkout cause:\"memory leak\"", &["service=checkout", "cause=memory leak"]),
        ("-service:checkout SEV:sev1 service:*", &["-service=checkout", "severity=sev1", "service=*"]),
        ("service:a OR cause:b", &["service=a | cause=b"]),
        ("title:timeout -body:\"a b\" heading:x,y", &["title:timeout", "-body:\"a b\"", "headings:\"x y\""]),
        (
            "after:2024 before:2024-03 date:2023",
            &["date=2024-01-01..", "date=..2024-03-01", "date=2023-01-01..2024-01-01"],
        ),
        ("duration:>2h -duration:1h..2h", &["minutes=121..", "-minutes=60..121"]),
        ("std::io http://host ERR:5", &["std::io(std io)", "http", "host", "err:5(err 5)"]),
        ("getUserById", &["getuserbyid(get user by id)"]),
        ("v1.29.3", &["v1.29.3/1.29.3(v1/1 29 3)"]),
        ("jenkins-infra/status#123", &["jenkins-infra/status#123(jenkins infra status 123)"]),
        ("東京 東京都 都", &["東京", "(東京 京都)", "都?"]),
        ("\"東京都 db\"", &["\"東京 京都 都 db\""]),
        ("--force", &["force"]),
        ("or and Or", &["or", "and", "or"]),
    ];
    for (query, expected) in cases {
        assert_eq!(read(query), expected, "{query}");
        assert_eq!(parse(query, false, true).messages, [], "{query}");
    }
}

#[test]
fn malformed_queries_are_read_as_far_as_they_go() {
    let cases: [(&str, &[&str]); 15] = [
        ("\"rate limit", &["\"rate limit\""]),
        ("rate\" limit", &["rate", "\"limit\""]),
        ("\"\" \"", &[]),
        ("- -- * ** \"*\" -\"\"", &[]),
        ("OR", &[]),
        ("OR OR", &[]),
        ("OR a1 OR", &["a1"]),
        ("a1 OR OR b1", &["a1 | b1"]),
        ("a1 \"\" OR b1", &["a1 | b1"]),
        ("a1 🔥 OR b1", &["a1", "b1"]),
        ("a1 OR 🔥 OR b1", &["a1 | b1"]),
        ("((a1)", &["a1"]),
        ("\u{0}a1\u{7}\u{1b}[31m", &["a1", "31m"]),
        ("-\u{200B}a1", &["-a1"]),
        (":a1 :: :", &["a1"]),
    ];
    for (query, expected) in cases {
        assert_eq!(read(query), expected, "{query:?}");
    }
}

#[test]
fn what_can_not_be_read_is_said() {
    let cases = [
        ("after:yesterday x", "“yesterday” is no date"),
        ("duration:long x", "“long” is no duration"),
        ("date:2024-13", "“2024-13” is no date"),
        ("service: checkout", "as in service:value"),
        ("-title:\"\" x", "as in title:value"),
        ("🔥🔥", "There is no word in this query"),
        ("…", "There is no word in this query"),
    ];
    for (query, remark) in cases {
        let messages = parse(query, false, true).messages;
        assert_eq!(messages.len(), 1, "{query}: {messages:?}");
        assert!(messages[0].text.contains(remark), "{query}: {messages:?}");
    }
}

#[test]
fn stop_words_may_be_missing_unless_there_is_nothing_else() {
    assert_eq!(read("why did the builds hang"), ["builds", "hang"]);
    assert_eq!(read("the who"), ["the", "who"]);
    assert_eq!(read("the who service:a"), ["the", "who", "service=a"]);
    assert_eq!(read("\"to be\" not"), ["\"to be\"", "not"]);
    assert_eq!(read("the* dns -the the OR a"), ["the*", "dns", "-the", "the | a"]);
    assert_eq!(render(&parse("the dns", false, false)), ["the", "dns"]);
}

#[test]
fn the_last_word_may_be_unfinished_while_typing() {
    let cases: [(&str, &[&str]); 9] = [
        ("dns time", &["dns", "time~"]),
        ("dns time ", &["dns", "time"]),
        ("\"rate lim", &["\"rate lim\"~"]),
        ("\"rate lim\"", &["\"rate lim\""]),
        ("title:tim", &["title:tim~"]),
        ("service:che", &["service=che"]),
        ("service:", &[]),
        ("jenkins-inf", &["jenkins-inf(jenkins inf)~"]),
        ("dns the", &["dns"]),
    ];
    for (query, expected) in cases {
        let parsed = parse(query, true, true);
        assert_eq!(render(&parsed), expected, "{query}");
        assert_eq!(parsed.messages, [], "{query}");
    }
}

#[test]
fn beyond_a_number_words_are_left_out_and_it_is_said() {
    let many = (0..200).map(|nth| format!("w{nth}")).collect::<Vec<_>>().join(" ");
    let parsed = parse(&many, false, true);
    assert_eq!(parsed.clauses.len(), MAX_WORDS);
    assert_eq!(parsed.messages[0].text, "Only the first 64 words are looked for.");
    let quoted = parse(&format!("\"{many}\""), false, true);
    assert!(
        matches!(&quoted.clauses[0].atoms[0].what, What::Phrase(phrase, None) if phrase.elements.len() == 64)
    );
    let long = parse(&"x".repeat(10_000), false, true);
    assert_eq!(long.clauses.len(), 1);
}

#[test]
fn places_are_those_of_the_query() {
    let query = "dns Ärger-frei “x”";
    let parsed = parse(query, false, true);
    let places: Vec<&str> = parsed
        .clauses
        .iter()
        .filter_map(|clause| match &clause.atoms[0].what {
            What::Word(word, _) => Some(&query[word.place.clone()]),
            _ => None,
        })
        .collect();
    assert_eq!(places, ["dns", "Ärger-frei"]);
}

#[test]
fn no_text_is_too_strange() {
    let alphabet: Vec<char> =
        "abO R\"“”«-*:.><=|()[]'’\\/#@+~\u{0}\u{7}\u{200B}\u{FEFF}\u{202E}é\u{301}東京ลß1290🔥\u{2028}"
            .chars()
            .collect();
    let pieces = ["service:", "after:", "duration:", "title:", " OR ", "date:", "kind:any", "-", "\""];
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..5_000 {
        let mut query = String::new();
        for _ in 0..random(25) {
            match random(6) {
                0 => query.push_str(pieces[random(pieces.len())]),
                _ => query.push(alphabet[random(alphabet.len())]),
            }
        }
        for typing in [false, true] {
            let parsed = parse(&query, typing, true);
            for atom in parsed.clauses.iter().flat_map(|clause| &clause.atoms) {
                if let What::Word(word, _) = &atom.what {
                    assert!(!query[word.place.clone()].is_empty(), "{query:?}");
                }
                if let What::Phrase(phrase, _) = &atom.what {
                    assert!(phrase.elements.iter().all(|element| !element.is_empty()), "{query:?}");
                }
            }
        }
    }
}
