//! Names of time zones and words of statements about them, as data.

/// Abbreviations with their minutes from UTC, and the zone whose clocks show them.
pub const ABBREVIATIONS: &[(&str, i32, &str)] = &[
    ("utc", 0, "UTC"),
    ("gmt", 0, "Europe/London"),
    ("z", 0, "UTC"),
    ("wet", 0, "Europe/Lisbon"),
    ("west", 60, "Europe/Lisbon"),
    ("bst", 60, "Europe/London"),
    ("cet", 60, "Europe/Berlin"),
    ("cest", 120, "Europe/Berlin"),
    ("mez", 60, "Europe/Berlin"),
    ("mesz", 120, "Europe/Berlin"),
    ("eet", 120, "Europe/Helsinki"),
    ("eest", 180, "Europe/Helsinki"),
    ("msk", 180, "Europe/Moscow"),
    ("trt", 180, "Europe/Istanbul"),
    ("ist", 330, "Asia/Kolkata"),
    ("sgt", 480, "Asia/Singapore"),
    ("hkt", 480, "Asia/Hong_Kong"),
    ("awst", 480, "Australia/Perth"),
    ("jst", 540, "Asia/Tokyo"),
    ("kst", 540, "Asia/Seoul"),
    ("acst", 570, "Australia/Adelaide"),
    ("acdt", 630, "Australia/Adelaide"),
    ("aest", 600, "Australia/Sydney"),
    ("aedt", 660, "Australia/Sydney"),
    ("nzst", 720, "Pacific/Auckland"),
    ("nzdt", 780, "Pacific/Auckland"),
    ("brt", -180, "America/Sao_Paulo"),
    ("ast", -240, "America/Halifax"),
    ("adt", -180, "America/Halifax"),
    ("edt", -240, "America/New_York"),
    ("est", -300, "America/New_York"),
    ("cdt", -300, "America/Chicago"),
    ("cst", -360, "America/Chicago"),
    ("mdt", -360, "America/Denver"),
    ("mst", -420, "America/Denver"),
    ("pdt", -420, "America/Los_Angeles"),
    ("pst", -480, "America/Los_Angeles"),
    ("akst", -540, "America/Anchorage"),
    ("hst", -600, "Pacific/Honolulu"),
];

/// Abbreviations of zones whose offset depends on the date.
pub const RULES: &[(&str, &str)] = &[
    ("pt", "America/Los_Angeles"),
    ("mt", "America/Denver"),
    ("ct", "America/Chicago"),
    ("et", "America/New_York"),
];

/// Abbreviations that are names of other things as well: right behind a time they are zones only where nothing goes on.
pub const WORDS_TOO: &[&str] = &["west", "wet", "msk", "mt", "trt", "brt", "ast", "hst"];

/// Whole names: a fixed offset where the last word but one says which half of the year, else the rules of a place. Longer
/// names stand before those that they contain.
pub const NAMES: &[(&str, &str)] = &[
    ("coordinated universal time", "utc"),
    ("greenwich mean time", "gmt"),
    ("australian eastern standard time", "aest"),
    ("australian eastern daylight time", "aedt"),
    ("australian eastern time", "Australia/Sydney"),
    ("australian central time", "Australia/Adelaide"),
    ("australian western standard time", "awst"),
    ("australian western time", "awst"),
    ("central european summer time", "cest"),
    ("central european time", "cet"),
    ("eastern european summer time", "eest"),
    ("eastern european time", "eet"),
    ("british summer time", "+60"),
    ("irish standard time", "+60"),
    ("israel standard time", "+120"),
    ("indian standard time", "+330"),
    ("india standard time", "+330"),
    ("china standard time", "+480"),
    ("atlantic standard time", "-240"),
    ("arabia standard time", "+180"),
    ("japan standard time", "jst"),
    ("korea standard time", "kst"),
    ("singapore standard time", "sgt"),
    ("singapore time", "sgt"),
    ("moscow time", "+180"),
    ("new zealand time", "Pacific/Auckland"),
    ("pacific standard time", "pst"),
    ("pacific daylight time", "pdt"),
    ("pacific time", "America/Los_Angeles"),
    ("mountain standard time", "mst"),
    ("mountain daylight time", "mdt"),
    ("mountain time", "America/Denver"),
    ("central standard time", "-360"),
    ("central daylight time", "cdt"),
    ("central time", "America/Chicago"),
    ("eastern standard time", "est"),
    ("eastern daylight time", "edt"),
    ("eastern time", "America/New_York"),
];

/// Words that may stand before a name such as "Eastern Time" without making another zone of it.
pub const BEFORE_NAMES: &[&str] = &[
    "us", "usa", "u.s", "american", "the", "in", "are", "is", "all", "times", "time", "zone", "and", "of",
    "timeline",
];

/// One meaning of an abbreviation: minutes from UTC, and words of a text that tell that it is meant.
pub type Meaning = (i32, &'static [&'static str]);

/// Abbreviations with several meanings, the one met most first.
pub const DOUBTFUL: [(&str, &[Meaning]); 4] = [
    (
        "ist",
        &[
            (
                330,
                &[
                    "india",
                    "indian",
                    "kolkata",
                    "bangalore",
                    "bengaluru",
                    "mumbai",
                    "hyderabad",
                    "+05:30",
                    "+5:30",
                ],
            ),
            (60, &["irish", "dublin", "ireland"]),
            (120, &["israel", "idt", "jerusalem"]),
        ],
    ),
    ("bst", &[(60, &["british", "gmt", "london"]), (360, &["bangladesh", "dhaka"])]),
    (
        "cst",
        &[
            (-360, &["cdt", "chicago", "pst", "est"]),
            (480, &["china", "shanghai", "beijing", "utc+8", "gmt+8"]),
        ],
    ),
    ("ast", &[(-240, &["adt", "atlantic", "halifax"]), (180, &["arabia", "riyadh"])]),
];

/// Words that say that a short text is about times, in lower case.
pub const TIMES: &[&str] = &[
    "times",
    "time zone",
    "timezone",
    "timestamps",
    "time in",
    "time:",
    "zeiten",
    "zeitzone",
    "zeitangaben",
    "heures",
    "fuseau",
    "horas",
    "horários",
    "horarios",
    "zona horaria",
    "fuso",
    "orari",
    "tijden",
    "tijdzone",
    "tider",
    "tidszon",
    "czas",
    "časy",
    "время",
    "час",
    "saat",
    "時刻",
    "時間",
    "时间",
    "时区",
    "시간",
    "시각",
];

/// Words behind which a zone stands in a statement, in lower case.
pub const BEFORE_ZONES: &[&str] = &[
    "in",
    "times",
    "time",
    "are",
    "is",
    "zone",
    "timezone",
    "timestamps",
    "all",
    "as",
    "en",
    "em",
    "i",
    "w",
    "v",
    "в",
    "sind",
    "zeiten",
    "zeitzone",
];

/// Offsets from UTC that are not of whole hours and are, or were of late, those of a place; in minutes.
pub const BROKEN: &[i32] = &[-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 690, 765, 825];
