//! Searching in a real browser, over http below a sub-path under a strict policy, and from disk.

use std::time::Duration;

use crate::searching::*;
use crate::tabs::*;
use headless_chrome::browser::tab::ModifierKey;
use xtask::host::{Asked, Link};

/// Paths of files of the search among what was asked for.
fn searching(asked: &[Asked]) -> Vec<&str> {
    asked.iter().map(|asked| asked.path.as_str()).filter(|path| path.contains("search")).collect()
}

#[test]
fn nothing_is_loaded_before_somebody_turns_to_the_search() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = open(&browser);
    go(&tab, &format!("{}services/checkout.html", host.url));
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(searching(&host.take_asked()), Vec::<&str>::new());
    evaluate(&tab, "document.querySelector('.mast input').focus()");
    until(
        &tab,
        "!document.getElementById('lb-find').open && /61 incidents/.test(document.getElementById('lb-found-title').textContent)",
    );
    let asked = host.take_asked();
    let asked = searching(&asked);
    for part in ["search-", "engine-", "front.bin", "manifest.json", ".bin"] {
        assert!(asked.iter().any(|path| path.contains(part)), "no {part} in {asked:?}");
    }
    // Only where a page is opened from disk.
    assert!(!asked.iter().any(|path| path.contains("offline")), "{asked:?}");
    no_complaints(&tab);
}

#[test]
fn the_dialog_is_worked_by_keys_and_leads_to_the_marked_words() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    for root in [host.url.clone(), from_disk(&site(&base))] {
        let tab = open(&browser);
        go(&tab, &format!("{root}years.html"));
        press(&tab, "/");
        until(&tab, "document.getElementById('lb-find').open");
        type_text(&tab, "quokka7 pool");
        until(&tab, "document.querySelectorAll('#lb-found [role=option]').length === 1");
        assert_eq!(
            evaluate(&tab, "document.activeElement.getAttribute('aria-activedescendant')"),
            "lb-found-0"
        );
        assert_eq!(evaluate(&tab, "document.activeElement.getAttribute('aria-expanded')"), "true");
        until(&tab, "/1 incident/.test(document.querySelector('#lb-find [role=status]').textContent)");
        press(&tab, "Escape");
        assert_eq!(evaluate(&tab, "document.getElementById('lb-find').open"), false);

        tab.press_key_with_modifiers("k", Some(&[ModifierKey::Ctrl])).unwrap();
        until(&tab, "document.getElementById('lb-find').open");
        type_text(&tab, "basket");
        until(&tab, "document.querySelectorAll('#lb-found [role=option]').length > 3");
        let chosen = "document.querySelector('#lb-found [aria-selected=true]').id";
        press(&tab, "ArrowDown");
        assert_eq!(evaluate(&tab, chosen), "lb-found-1");
        press(&tab, "ArrowUp");
        press(&tab, "ArrowUp");
        let last = evaluate(&tab, "[...document.querySelectorAll('#lb-found [role=option]')].at(-1).id");
        assert_eq!(evaluate(&tab, chosen), last);

        // The words of a section far down are scrolled to, and marked.
        evaluate(&tab, "document.querySelector('#lb-find input').select()");
        type_text(&tab, "quokka7 pool");
        until(&tab, "document.querySelectorAll('#lb-found [role=option]').length === 1");
        press(&tab, "Enter");
        until(&tab, "location.pathname.endsWith('incident-7.html') && CSS.highlights.size > 0");
        until(&tab, "scrollY > 300");
        let marked = "JSON.stringify([...CSS.highlights.get('lookback')].map(range => range.toString()))";
        let marked: Vec<String> = serde_json::from_str(evaluate(&tab, marked).as_str().unwrap()).unwrap();
        assert!(
            marked.iter().any(|word| word == "quokka7") && marked.iter().any(|word| word == "pool"),
            "{marked:?}"
        );
        no_complaints(&tab);
    }
}

#[test]
fn what_is_typed_into_the_header_goes_on_in_the_dialog() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = open(&browser);
    go(&tab, &format!("{}causes.html", host.url));
    evaluate(&tab, "document.querySelector('.mast input').focus()");
    type_text(&tab, "quokka12");
    until(&tab, "document.querySelectorAll('#lb-found [role=option]').length === 1");
    assert_eq!(evaluate(&tab, "document.querySelector('#lb-find input').value"), "quokka12");
    // Back to where it began.
    press(&tab, "Escape");
    until(&tab, "document.activeElement === document.querySelector('.mast input')");
    assert_eq!(evaluate(&tab, "document.activeElement.value"), "");
}

#[test]
fn results_follow_what_is_typed_and_say_how_many_there_are() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    for root in [host.url.clone(), from_disk(&site(&base))] {
        let tab = results(&browser, &root, "");
        counts(&tab, "61 incidents");
        let all = titles(&tab);
        assert_eq!((all.len(), all[0].as_str()), (20, HOSTILE), "the newest first");
        assert_eq!(evaluate(&tab, "document.activeElement.name"), "q");
        type_text(&tab, "lost cache");
        counts(&tab, "20 incidents");
        until(&tab, "/20 incidents, 20 shown/.test(document.getElementById('lb-status').textContent)");
        assert!(text(&tab, "#lb-hits mark").to_lowercase().starts_with("lost"));
        until(&tab, "location.search === '?q=lost+cache&typing=1'");
        assert!(evaluate(&tab, "document.title").as_str().unwrap().starts_with("lost cache · "));
        no_complaints(&tab);
    }
}

#[test]
fn markup_in_titles_and_snippets_is_text() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = results(&browser, &host.url, "?q=hostile");
    counts(&tab, "1 incident");
    assert_eq!(titles(&tab), [HOSTILE]);
    assert!(text(&tab, "#lb-hits .snip").contains("<img src=x"));
    assert_eq!(evaluate(&tab, "document.querySelectorAll('#lb-hits img, #lb-hits b').length"), 0);
    no_complaints(&tab);
}

#[test]
fn choices_narrow_the_hits_and_the_way_back_widens_them() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = results(&browser, &host.url, "?q=basket");
    let tick = |label: &str| {
        let click = format!(
            "[...document.querySelectorAll('.facets label')].find(l => l.querySelector('.l').textContent === {label:?}).click()"
        );
        evaluate(&tab, &click);
    };
    let number = |label: &str| {
        let found = format!(
            "[...document.querySelectorAll('.facets label')].find(l => l.querySelector('.l').textContent === {label:?}).querySelector('.n').textContent"
        );
        evaluate(&tab, &found).as_str().unwrap().to_owned()
    };
    counts(&tab, "61 incidents");
    tick("Checkout");
    counts(&tab, "15 incidents");
    assert_eq!(
        (number("Mail"), number("cold cache")),
        ("15".into(), "5".into()),
        "a second service can be chosen"
    );
    tick("Mail");
    counts(&tab, "30 incidents");
    tick("cold cache");
    counts(&tab, "10 incidents");
    assert_eq!(evaluate(&tab, "location.search"), "?q=basket&service=checkout&service=mail&cause=cold-cache");
    assert_eq!(evaluate(&tab, "document.querySelectorAll('#lb-chips li').length"), 4);

    for line in ["30 incidents", "15 incidents", "61 incidents"] {
        evaluate(&tab, "history.back()");
        counts(&tab, line);
    }
    evaluate(&tab, "history.forward()");
    counts(&tab, "15 incidents");
    assert_eq!(
        evaluate(
            &tab,
            "document.querySelector('.facets input:checked').closest('label').querySelector('.l').textContent"
        ),
        "Checkout"
    );

    // The address is all that there is to a saved view.
    tab.reload(false, None).unwrap().wait_until_navigated().unwrap();
    counts(&tab, "15 incidents");
    evaluate(&tab, "document.querySelector('#lb-chips a').click()");
    counts(&tab, "61 incidents");
    no_complaints(&tab);
}

#[test]
fn dates_order_and_the_number_shown_are_in_the_address() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let root = &host.url;
    let tab = results(&browser, root, "");
    let set = |id: &str, value: &str| {
        let script = format!(
            "(() => {{ const c = document.getElementById({id:?}); c.value = {value:?}; c.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()"
        );
        evaluate(&tab, &script);
    };
    set("lb-from", "2021-01-01");
    counts(&tab, "49 incidents");
    set("lb-to", "2021-12-31");
    counts(&tab, "12 incidents");
    assert_eq!(evaluate(&tab, "location.search"), "?after=2021-01-01&before=2022-01-01");
    evaluate(
        &tab,
        "[...document.querySelectorAll('#lb-sort a')].find(a => a.textContent === 'oldest').click()",
    );
    until(&tab, "document.querySelector('#lb-hits time').textContent.startsWith('2021-01')");
    assert!(evaluate(&tab, "location.search").as_str().unwrap().ends_with("&sort=oldest"));

    let tab = results(&browser, root, "?q=basket");
    evaluate(&tab, "document.getElementById('lb-more').click()");
    until(&tab, "document.querySelectorAll('#lb-hits > li').length === 40");
    until(&tab, "document.activeElement === document.querySelectorAll('#lb-hits .t')[20]");
    assert_eq!(evaluate(&tab, "location.search"), "?q=basket&show=40");
    let shown = titles(&tab);
    let again = results(&browser, root, "?q=basket&show=40");
    assert_eq!(titles(&again), shown);
}

#[test]
fn what_recurs_is_counted_and_leads_to_its_hits() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = results(&browser, &host.url, "?q=basket");
    let summary = text(&tab, "#lb-recurs");
    assert!(summary.contains("20 of the 61 hits") && summary.contains("apart at the median"), "{summary}");
    evaluate(&tab, "[...document.querySelectorAll('#lb-view a')].at(-1).click()");
    until(&tab, "document.querySelectorAll('#lb-recurs table').length >= 3");
    assert_eq!(evaluate(&tab, "location.search"), "?q=basket&view=recurs");
    let row = "[...document.querySelectorAll('#lb-recurs tbody tr')].find(r => /Login/.test(r.textContent))";
    let cells = evaluate(&tab, &format!("{row}.innerText"));
    assert!(cells.as_str().unwrap().contains("15"), "{cells}");
    evaluate(&tab, &format!("{row}.querySelector('a').click()"));
    counts(&tab, "15 incidents");
    assert_eq!(evaluate(&tab, "location.search"), "?q=basket&service=login");
}

#[test]
fn pages_of_other_kinds_are_counted_and_can_be_listed() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = results(&browser, &host.url, "?q=money");
    counts(&tab, "0 incidents, 1 other page");
    evaluate(&tab, "document.querySelector('#lb-count a').click()");
    counts(&tab, "1 page");
    assert_eq!(titles(&tab), ["Checkout"]);
}

#[test]
fn odd_queries_are_answered_with_advice() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let root = &host.url;
    let tab = results(&browser, root, "?q=basket+service%3Achekout");
    assert!(text(&tab, "#lb-notes").contains("checkout"), "{}", text(&tab, "#lb-notes"));
    let tab = results(&browser, root, "?q=qwxyz+basket");
    assert!(text(&tab, "#lb-notes").starts_with("Nothing has all of these words."));
    let long = "%F0%9F%A6%98%20%22(".repeat(2000);
    let tab = results(&browser, root, &format!("?q={long}&service=none&after=x&sort=y&show=-4&view=z"));
    no_complaints(&tab);
}

#[test]
fn a_query_takes_two_rounds_of_requests_at_most() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = results(&browser, &host.url, "");
    let _ = host.take_asked();
    let delay = Duration::from_millis(400);
    host.change(|habits| habits.link = Some(Link { latency: delay, bytes_per_second: None }));
    evaluate(
        &tab,
        "(() => { const f = document.querySelector('#lb-ask input'); f.value = 'connection pool quokka31'; f.form.requestSubmit(); })()",
    );
    counts(&tab, "1 incident");
    let asked = host.take_asked();
    // What is asked for before an answer can have come belongs to one round.
    let rounds = asked.windows(2).filter(|pair| pair[1].at - pair[0].at > delay / 2).count()
        + usize::from(!asked.is_empty());
    assert!(rounds <= 2, "{rounds} rounds: {asked:?}");
}

#[test]
fn titles_are_shown_until_the_engine_is_there() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = open(&browser);
    go(&tab, &format!("{}years.html", host.url));
    let _ = host.take_asked();
    // A host that compresses nothing, at the end of a slow link.
    let link = Link { latency: Duration::from_millis(150), bytes_per_second: Some(60_000) };
    host.change(|habits| habits.link = Some(link));
    press(&tab, "/");
    type_text(&tab, "baskets 31");
    until(&tab, "document.querySelectorAll('#lb-found [role=option]').length === 1");
    let heading = "document.getElementById('lb-found-title').textContent";
    let said = evaluate(&tab, heading);
    assert!(said.as_str().unwrap().starts_with("Titles only. Loading the search"), "{said}");
    let asked = host.take_asked();
    let engine =
        asked.iter().find(|asked| asked.path.contains("search-engine") && asked.path.ends_with(".bin"));
    assert!(engine.is_none_or(|engine| engine.bytes < 400_000), "{asked:?}");
    let href = "document.querySelector('#lb-found [role=option]').pathname";
    let first = evaluate(&tab, href);
    until(&tab, &format!("/^1 incident/.test({heading})"));
    assert_eq!(evaluate(&tab, href), first);
    no_complaints(&tab);
}

#[test]
fn what_is_typed_before_the_search_is_there_is_not_asked_for_again() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = open(&browser);
    go(&tab, &format!("{}years.html", host.url));
    let link = Link { latency: Duration::from_millis(1500), bytes_per_second: None };
    host.change(|habits| habits.link = Some(link));
    press(&tab, "/");
    type_text(&tab, "baskets");
    until(&tab, "document.getElementById('lb-found-title').textContent === 'Loading the search'");
    host.change(|habits| habits.link = None);
    until(&tab, "document.querySelectorAll('#lb-found [role=option]').length > 1");
    no_complaints(&tab);
}

#[test]
fn the_page_of_results_fits_every_width() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let root = &host.url;
    for query in ["?q=basket", "?q=basket&view=recurs", "?q=qwxyz&service=checkout&after=2020"] {
        let tab = results(&browser, root, query);
        for width in [390, 768, 1440] {
            resize(&tab, width);
            evaluate(&tab, "document.querySelector('.narrow').open = true");
            let over = evaluate(&tab, "document.documentElement.scrollWidth - innerWidth");
            assert!(over.as_f64().unwrap() <= 0.0, "{query} is {over} px wider than {width}");
        }
    }
}
