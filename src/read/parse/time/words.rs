//! Words of dates and times, as data: all in lower case.

/// Names of months in full, each with its number.
pub const MONTHS: &[(&str, i8)] = &[
    ("january", 1), ("february", 2), ("march", 3), ("april", 4), ("may", 5), ("june", 6), ("july", 7), ("august", 8),
    ("september", 9), ("october", 10), ("november", 11), ("december", 12),
];

/// The same in other languages. They are not shortened.
pub const OTHER_MONTHS: &[(&str, i8)] = &[
    ("januar", 1), ("jänner", 1), ("janvier", 1), ("enero", 1), ("janeiro", 1), ("gennaio", 1), ("januari", 1),
    ("februar", 2), ("février", 2), ("febrero", 2), ("fevereiro", 2), ("febbraio", 2), ("februari", 2),
    ("märz", 3), ("mars", 3), ("marzo", 3), ("março", 3), ("maart", 3), ("marts", 3),
    ("avril", 4), ("abril", 4), ("aprile", 4),
    ("mai", 5), ("mayo", 5), ("maio", 5), ("maggio", 5), ("mei", 5), ("maj", 5),
    ("juni", 6), ("juin", 6), ("junio", 6), ("junho", 6), ("giugno", 6),
    ("juli", 7), ("juillet", 7), ("julio", 7), ("julho", 7), ("luglio", 7),
    ("août", 8), ("agosto", 8), ("augustus", 8), ("augusti", 8),
    ("septembre", 9), ("septiembre", 9), ("setembro", 9), ("settembre", 9), ("sept", 9),
    ("oktober", 10), ("octobre", 10), ("octubre", 10), ("outubro", 10), ("ottobre", 10), ("okt", 10),
    ("novembre", 11), ("noviembre", 11), ("novembro", 11),
    ("dezember", 12), ("décembre", 12), ("diciembre", 12), ("dezembro", 12), ("dicembre", 12), ("dez", 12), ("desember", 12),
];

/// Names of the days of the week, from Monday on.
pub const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The same in other languages, with the number of the day from Monday on. They are not shortened.
pub const OTHER_WEEKDAYS: &[(&str, i8)] = &[
    ("thur", 3), ("thurs", 3), ("tues", 1), ("weds", 2),
    ("montag", 0), ("dienstag", 1), ("mittwoch", 2), ("donnerstag", 3), ("freitag", 4), ("samstag", 5), ("sonnabend", 5), ("sonntag", 6),
    ("lundi", 0), ("mardi", 1), ("mercredi", 2), ("jeudi", 3), ("vendredi", 4), ("samedi", 5), ("dimanche", 6),
    ("lunes", 0), ("martes", 1), ("miércoles", 2), ("jueves", 3), ("viernes", 4), ("sábado", 5), ("domingo", 6),
    ("lunedì", 0), ("martedì", 1), ("mercoledì", 2), ("giovedì", 3), ("venerdì", 4), ("sabato", 5), ("domenica", 6),
    ("maandag", 0), ("dinsdag", 1), ("woensdag", 2), ("donderdag", 3), ("vrijdag", 4), ("zaterdag", 5), ("zondag", 6),
    ("月曜日", 0), ("火曜日", 1), ("水曜日", 2), ("木曜日", 3), ("金曜日", 4), ("土曜日", 5), ("日曜日", 6),
    ("月", 0), ("火", 1), ("水", 2), ("木", 3), ("金", 4), ("土", 5), ("日", 6),
    ("周一", 0), ("周二", 1), ("周三", 2), ("周四", 3), ("周五", 4), ("周六", 5), ("周日", 6),
    ("星期一", 0), ("星期二", 1), ("星期三", 2), ("星期四", 3), ("星期五", 4), ("星期六", 5), ("星期日", 6),
    ("월요일", 0), ("화요일", 1), ("수요일", 2), ("목요일", 3), ("금요일", 4), ("토요일", 5), ("일요일", 6),
    ("월", 0), ("화", 1), ("수", 2), ("목", 3), ("금", 4), ("토", 5), ("일", 6),
];

/// The day behind the one of the line before.
pub const NEXT_DAY: &[&str] = &[
    "the next day", "next day", "the following day", "following day", "the day after", "am nächsten tag", "nächster tag", "am folgetag", "folgetag",
    "le lendemain", "lendemain", "al día siguiente", "no dia seguinte", "il giorno dopo", "de volgende dag", "volgende dag",
    "nästa dag", "neste dag", "næste dag", "翌日", "次の日", "次日", "第二天", "다음 날", "다음날",
];

/// What stands before the number of a day, counted from that of the incident.
pub const DAY: &[&str] = &["day", "tag", "jour", "día", "dia", "giorno", "dag", "dzień", "den", "день", "gün"];

/// What may stand before a time without saying anything of it.
pub const FILLERS: &[&str] = &[
    "at", "on", "around", "about", "approx", "approximately", "ca", "circa", "by", "after", "from", "since", "um", "gegen", "ab", "est.", "est.:",
    "time=",
];

pub const NOON: &[&str] = &["noon", "midday", "12 noon", "mittag"];
pub const MIDNIGHT: &[&str] = &["midnight", "12 midnight", "mitternacht"];

/// Before an hour: whether it is of the afternoon.
pub const HALVES: &[(&str, bool)] = &[
    ("午前", false), ("午後", true), ("上午", false), ("下午", true), ("晚上", true), ("오전", false), ("오후", true),
];

/// Behind an hour, and behind minutes.
pub const HOURS: &[&str] = &["時", "时", "点", "點", "시"];
pub const MINUTES: &[&str] = &["分", "분"];

/// Behind a whole hour: "15 Uhr".
pub const O_CLOCK: &[&str] = &["uhr", "o'clock", "o’clock"];

/// Behind a length of time, when what it says is when something was.
pub const AFTER: &[&str] = &["after", "later", "in", "into", "before", "long", "total", "elapsed", "of"];
