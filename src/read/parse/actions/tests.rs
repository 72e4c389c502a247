use super::*;
use crate::core::model::Dialect;
use crate::read::markdown::blocks::outline;
use crate::read::parse::sections::divide;
use crate::read::parse::vocabulary::Vocabulary;
use std::collections::BTreeMap;

fn actions(text: &str) -> Vec<ActionItem> {
    let outline = outline(text, 0, Dialect::default());
    let vocabulary = Vocabulary::new(&BTreeMap::new());
    let structure = divide(&outline.blocks, None, &vocabulary);
    find(&structure.parts, &outline.links, None, &vocabulary).items
}

#[test]
fn tables_name_their_columns() {
    let found = actions(
        "## Action items\n\n|**Action Item**|**Type**|**Owner**|**Status**|\n|-|-|-|-|\n|Revert to `vfs` |mitigate|olivier|**DONE**|\n|Add a limit||TBD|open|\n",
    );
    assert_eq!(found[0].title, "Revert to vfs");
    assert_eq!(found[0].kind.as_deref(), Some("mitigate"));
    assert_eq!(found[0].owner.as_deref(), Some("olivier"));
    assert_eq!(found[0].state, ActionState::Done);
    assert_eq!(found[1].owner, None);
}

#[test]
fn boxes_owners_and_links() {
    let found = actions(
        "## Action items\n- [x] **[Platform]** rotate `pki-agent`\n- [x] **AI-P1** `recap_jobs`\n- Set limits <https://x.org/90>\n- #2127\n- [ ] Add a limit (owner: Edge team, due: 2019-08-01)\n- Watch it @edge\n- ~~No longer needed~~\n",
    );
    assert_eq!((found[0].owner.as_deref(), found[0].title.as_str()), (Some("Platform"), "rotate pki-agent"));
    assert_eq!(found[0].state, ActionState::Done);
    assert_eq!(found[1].title, "AI-P1 recap_jobs");
    assert_eq!(found[2].url.as_deref(), Some("https://x.org/90"));
    assert_eq!(found[3].title, "#2127");
    assert_eq!(found[4].owner.as_deref(), Some("Edge team"));
    assert_eq!(found[4].due.unwrap().to_string(), "2019-08-01");
    assert_eq!(found[4].title, "Add a limit");
    assert_eq!(found[5].owner.as_deref(), Some("edge"));
    assert_eq!(found[6].state, ActionState::Dropped);
}

#[test]
fn attributes_stand_anywhere() {
    let found = actions(
        "## Action items\n- [ ] Fix it (owner: SRE, due: 2025-03-21) https://t.example.org/1\n- (owner: Identity) Update ✅\n- **Raise the limit** – Owner: Payments – Due: 15 Mar 2025 – Done\n- Keep (as it is) the rest (owner SRE, due 2025-03-21)\n\n| Action | Bug |\n|-|-|\n| Watch | Bug 5554825 **DONE** |\n",
    );
    assert_eq!(
        (found[0].owner.as_deref(), found[0].title.as_str()),
        (Some("SRE"), "Fix it https://t.example.org/1")
    );
    assert_eq!((found[1].owner.as_deref(), found[1].state), (Some("Identity"), ActionState::Done));
    assert_eq!((found[2].owner.as_deref(), found[2].state), (Some("Payments"), ActionState::Done));
    assert_eq!(
        (found[2].due.unwrap().to_string(), found[2].title.as_str()),
        ("2025-03-15".into(), "Raise the limit")
    );
    assert_eq!(
        (found[3].owner.as_deref(), found[3].title.as_str()),
        (Some("SRE"), "Keep (as it is) the rest")
    );
    assert_eq!(found[4].state, ActionState::Done);
}

#[test]
fn headings_below_name_the_type() {
    let found = actions("## Action items\n### Monitoring\n- Watch it\n### What went well\n- All of it\n");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind.as_deref(), Some("detect"));
}

#[test]
fn groups_are_no_actions_and_details_neither() {
    let found = actions(
        "## Action items\n### Prevent\n- **Alerts**\n  - Add one\n- Write it down\n  - with an example\n- TBD\n",
    );
    let titles: Vec<_> = found.iter().map(|action| action.title.as_str()).collect();
    assert_eq!(titles, ["Add one", "Write it down"]);
    assert_eq!(found[1].kind.as_deref(), Some("prevent"));
}

#[test]
fn boxes_count_anywhere_when_there_is_no_section() {
    let found = actions("## Notes\n- plain\n- [ ] do it\n");
    assert_eq!(found.len(), 1);
}
