//! What a page shows of a post-mortem, through the real program.

use crate::support::Base;

fn post_mortem(text: &str) -> Base {
    Base::new().file("content/2024-01-02-x.md", text).build().ok()
}

const PAGE: &str = "2024-01-02-x.html";

#[test]
fn a_table_of_times_is_drawn_as_a_timeline() {
    let text = "# A\n\n## Timeline\n\n| Time (UTC) | Event |\n|-|-|\n| 10:00 | [start] **Deploy** of `v2` |\n| 10:30 | [Alert](https://example.org) fired |\n";
    post_mortem(text).page(PAGE, |page| {
        assert_eq!(page.texts("ol.tl > li time"), ["10:00", "10:30"]);
        assert_eq!(page.texts("ol.tl > li#t2 .tx"), ["Alert fired"]);
        assert_eq!(page.texts("ol.tl > li#t1 strong"), ["Deploy"]);
        assert_eq!(page.attributes("ol.tl > li#t2 .tx a", "href"), ["https://example.org"]);
        page.has_no("article table");
    });
}

#[test]
fn a_table_with_more_columns_stays_a_table_with_anchors() {
    let text = "# A\n\n## Timeline\n\n| Time | Who | Event |\n|-|-|-|\n| 10:00 | SRE | Deploy of the new thing |\n| 10:30 | SRE | Alert fired |\n";
    post_mortem(text)
        .page(PAGE, |page| assert_eq!(page.texts("article table tr#t2"), ["10:30SREAlert fired"]));
}

#[test]
fn a_list_of_times_keeps_what_is_inside_of_its_items() {
    let text = "# A\n\n## Timeline\n\n- **23:50 UTC** – [start] Deploy\n  - with `v2`\n- 00:10 [resolved] Rolled back, see <https://example.org/1>\n";
    post_mortem(text).page(PAGE, |page| {
        assert_eq!(page.texts("ol.tl > li[id] > time"), ["23:50", "00:10"]);
        assert_eq!(page.texts("ol.tl li#t1 ul li"), ["with v2"]);
        assert_eq!(page.texts("ol.tl .day"), ["2024-01-02", "2024-01-03"]);
        page.has("ol.tl li#t2 .off", "+20 min");
        page.has(".facts", "20 min");
    });
}

#[test]
fn headings_and_paragraphs_of_times_get_anchors() {
    let text = "# A\n\n## Timeline\n\n### 2024-01-02 10:00\n\nDeploy.\n\n### 10:30 ###\n\nAlert.\n";
    post_mortem(text).page(PAGE, |page| {
        assert_eq!(page.attributes("article h3 span", "id"), ["t1", "t2"]);
        assert_eq!(page.attributes("article h3", "id").len(), 2);
    });
    let text = "# A\n\n## Timeline\n\n10:00 UTC deploy,\nhard wrapped\n\n**10:30 UTC**: alert\n";
    post_mortem(text).page(PAGE, |page| assert_eq!(page.attributes("article p span", "id"), ["t1", "t2"]));
}

#[test]
fn actions_show_where_they_stand() {
    let text = "# A\n\n## Action items\n\n- [x] Done thing (owner: Edge team, due: 2024-02-01)\n- [ ] Open thing\n- ~~Dropped thing~~\n\n| Action | Status |\n|-|-|\n| Write it | **DONE** |\n| Read it | in progress since May |\n";
    post_mortem(text).page(PAGE, |page| {
        assert_eq!(page.texts("ul.todo > li .st"), ["Done", "Open", "Dropped"]);
        assert_eq!(page.texts("article table .st"), ["Done", "In progress"]);
        page.has("article table td", "in progress since May");
        assert_eq!(page.texts("article input").len(), 0);
    });
}

#[test]
fn whys_are_a_chain() {
    let text = "# A\n\n## Root cause\n\n### Five whys\n\n1. Why did it fail? It was full.\n2. Why was it full? Nobody looked.\n";
    post_mortem(text).page(PAGE, |page| {
        assert_eq!(page.texts("ol.why > li b"), ["Why did it fail?", "Why was it full?"]);
    });
}

#[test]
fn markdown_of_every_kind_is_shown() {
    let text = "# A\n\nText[^n] with ~~struck~~ and https://example.org/a_b_c, <mail@example.org>.\n\n[^n]: The note.\n\n\
        | a | b |\n|:-|-:|\n| 1 | 2 |\n\n> [!WARNING]\n> Hot.\n\n```yaml title=\"x\"\nkey: \"value\" # why\n```\n\n```mermaid\ngraph TD\n```\n\n- [ ] box\n\n### Third {#own-id}\n\n##### Fifth\n";
    post_mortem(text).page(PAGE, |page| {
        assert_eq!(page.attributes("article sup a", "href"), ["#fn1"]);
        page.has("section.fn li#fn1", "The note.");
        assert_eq!(
            page.attributes("article p a[href^=http], article p a[href^=mail]", "href"),
            ["https://example.org/a_b_c", "mailto:mail@example.org"]
        );
        page.has("article del", "struck");
        assert_eq!(page.texts("article .scroll td.num"), ["2"]);
        page.has("article blockquote.err", "Warning");
        page.has("article pre code .hs", "value");
        page.has("article pre.mermaid code", "graph TD");
        assert_eq!(page.attributes("article h2", "id"), ["own-id"]);
        assert_eq!(page.attributes("article h3", "id"), ["fifth"]);
    });
}

#[test]
fn links_between_files_lead_to_pages_however_they_are_written() {
    let base = Base::new()
        .file("content/2024/a b.md", "---\nid: the-id\ntitle: The Other\n---\n\n## Impact\n")
        .file("content/services/kafka.md", "---\nname: Kafka\naliases: [event bus]\n---\n\nSee [the outage](<../2024/a b.md>).\n")
        .file("content/2024/pic ture.png", b"not really")
        .file(
            "content/2025/c.md",
            "---\nservices: [KAFKA, Event Bus]\nrelated: [the-id]\n---\n\n[1](../2024/a%20b.md) [2](<../2024/a b>) [3][ref] [[the-id]] [[The Other|4]] [5](/2024/a%20b.md#Impact) [[kafka]]\n\n![p](../2024/pic%20ture.png)\n\n[ref]: ../2024/a%20b.md\n",
        )
        .build()
        .ok();
    base.page("2025/c.html", |page| {
        let hrefs = page.attributes("article p a", "href");
        let other = "../2024/a%20b.html";
        assert_eq!(
            hrefs,
            [other, other, other, other, other, "../2024/a%20b.html#impact", "../services/kafka.html"]
        );
        assert_eq!(page.attributes("article img", "src"), ["../2024/pic%20ture.png"]);
    })
    .exists("site/2024/pic ture.png")
    .page("services/kafka.html", |page| {
        page.has("h1", "Kafka");
        assert_eq!(page.texts(".rows li").len(), 1);
    })
    .page("2024/a b.html", |page| page.has(".rail, aside", "C"));
}

#[test]
fn right_to_left_and_other_languages_are_declared() {
    let text = "---\ntitle: انقطاع\n---\n\n## ملخص\n\nتعطلت خدمة الدفع لمدة ساعة بعد نشر الإعدادات الجديدة.\n";
    post_mortem(text).page(PAGE, |page| {
        assert_eq!(page.attributes("article[dir=rtl], .body[dir=rtl]", "lang"), ["ar"]);
    });
}

#[test]
fn a_team_sees_the_actions_that_it_owns() {
    let action = |owner: &str| {
        format!(
            "---\ndate: 2024-01-02\nteams: [Other]\naction_items:\n- title: Watch it\n  owner: {owner}\n---\n"
        )
    };
    Base::new()
        .file("content/a.md", action("Edge Team"))
        .file("content/b.md", action("network"))
        .file("content/teams/edge-team.md", "---\nname: Edge team\naliases: [Network]\n---\n")
        .build()
        .ok()
        .page("teams/edge-team.html", |page| assert_eq!(page.texts(".won li").len(), 2))
        .page("teams/other.html", |page| page.has_no(".won li"));
}

#[test]
fn an_empty_front_of_a_folder_is_no_page() {
    Base::small()
        .file("content/2024/_index.md", "---\ntitle: Issues\n---\n")
        .file("content/2023/index.md", "# Read this\n\nAbout 2023.\n")
        .build()
        .ok()
        .is_gone("site/2024/_index.html")
        .page("2023/index.html", |page| page.has("h1", "Read this"));
}
