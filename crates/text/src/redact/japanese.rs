//! Names and addresses in Japanese, which has neither spaces nor capitals.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::{Redaction, RedactionKind};

/// First names on the first line, family names on the second.
const NAMES: &str = include_str!("names/ja.txt");

/// What stands after a name and is removed with it.
const HONORIFICS: &[&str] = &["さん", "様", "さま", "氏", "くん", "君", "ちゃん", "先生"];

/// What ends in an honorific and names nobody.
const NOBODY: &[&str] = &[
    "お客",
    "客",
    "皆",
    "みな",
    "お母",
    "お父",
    "母",
    "父",
    "お姉",
    "お兄",
    "お嬢",
    "奥",
    "お子",
    "子",
    "赤",
    "店員",
    "店長",
    "業者",
    "職員",
    "担当者",
    "スタッフ",
    "看護師",
    "お医者",
    "医者",
    "運転手",
    "係員",
    "駅員",
    "店",
    "社長",
    "部長",
    "お爺",
    "お婆",
    "おじい",
    "おばあ",
    "じい",
    "ばあ",
    "神",
    "王",
    "同",
    "両",
    "模",
    "仕",
    "多",
    "たく",
    "患者",
    "会社",
    "弁護士",
    "大家",
    "隣",
    "利用者",
    "娘",
    "息子",
    "嫁",
    "旦那",
    "配達員",
    "案内係",
    "保育士",
    "ホテル",
    "レストラン",
    "主治医",
    "女医",
    "女将",
    "お店",
    "本屋",
    "花屋",
    "八百屋",
    "仲居",
    "受付",
    "警備員",
    "助産師",
    "薬剤師",
    "歯科医",
    "整備士",
    "お隣",
    "ママ",
    "パパ",
    "薬局",
    "病院",
    "担当",
    "支配人",
    "兄",
    "姉",
    "弟",
    "妹",
    "営業",
    "信金",
    "守衛",
    "郵便",
    "大工",
    "板前",
    "料理長",
    "師匠",
    "先輩",
    "後輩",
    "上司",
    "課長",
    "係長",
    "院長",
    "園長",
    "校長",
    "会長",
    "議員",
    "市長",
    "町長",
    "村長",
    "住職",
    "司会",
    "管理人",
    "作業員",
    "乗務員",
    "添乗員",
    "機長",
    "船長",
    "駅長",
    "運転士",
    "車掌",
    "警官",
    "記者",
    "学生",
    "生徒",
    "妊婦",
    "老人",
    "高齢者",
    "外国人",
    "若者",
    "男性",
    "女性",
    "地元",
    "組合員",
    "会員",
    "住民",
    "農家",
    "業",
    "工務店",
    "所長",
    "局長",
    "区長",
    "理事長",
    "事務",
    "窓口",
    "司書",
    "保健師",
    "介護士",
    "相談員",
    "調理師",
    "美容師",
    "理容師",
    "技師",
    "整体師",
    "獣医",
    "大将",
    "親方",
    "番頭",
    "世話",
    "銀行",
    "宿",
    "友",
    "同僚",
    "ご主人",
    "主人",
];

/// The 47 prefectures end in these; the names before them are two or three characters.
const PREFECTURES: &[&str] = &["都", "道", "府", "県"];

fn families() -> &'static HashSet<&'static str> {
    static FAMILIES: OnceLock<HashSet<&str>> = OnceLock::new();
    FAMILIES.get_or_init(|| NAMES.split_whitespace().collect())
}

/// Adds the Japanese names and addresses of `text` to `spans`, in any order; they may overlap.
pub(super) fn find(text: &str, spans: &mut Vec<Redaction>) {
    addresses(text, spans);
    honored(text, spans);
    told(text, spans);
}

fn push(spans: &mut Vec<Redaction>, start: usize, end: usize, kind: RedactionKind) {
    if start < end {
        spans.push(Redaction { start, end, kind });
    }
}

/// 田中さん, おおた様: the characters before an honorific.
fn honored(text: &str, spans: &mut Vec<Redaction>) {
    for honorific in HONORIFICS {
        for (at, _) in text.match_indices(honorific) {
            let Some(start) = name_before(text, at) else {
                continue;
            };
            push(spans, start, at + honorific.len(), RedactionKind::Name);
        }
    }
}

/// Where the name that ends at byte `end` starts.
fn name_before(text: &str, end: usize) -> Option<usize> {
    let before: Vec<(usize, char)> = text[..end].char_indices().rev().take(6).collect();
    let script = before.first().map(|(_, c)| script(*c))?;
    if script == Script::Other {
        return None;
    }
    let run: Vec<usize> = before
        .iter()
        .take_while(|(_, c)| self::script(*c) == script || *c == '々')
        .map(|(at, _)| *at)
        .collect();
    // The longest known family name; else the whole run where it is short enough for a name.
    let known = run
        .iter()
        .rev()
        .copied()
        .find(|at| families().contains(&text[*at..end]));
    let start = known.or_else(|| {
        let whole = *run.last()?;
        let fits = match script {
            // An unknown word before an honorific is a trade more often than a name.
            Script::Han => false,
            Script::Katakana => (2..=5).contains(&run.len()),
            Script::Hiragana | Script::Other => false,
        };
        fits.then_some(whole)
    })?;
    let nobody = NOBODY.iter().any(|word| text[start..end].ends_with(word));
    (!nobody).then_some(start)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Han,
    Katakana,
    Hiragana,
    Other,
}

fn script(c: char) -> Script {
    match c {
        '\u{4e00}'..='\u{9fff}' => Script::Han,
        '\u{30a1}'..='\u{30ff}' => Script::Katakana,
        '\u{3041}'..='\u{309f}' => Script::Hiragana,
        _ => Script::Other,
    }
}

/// 山田と申します, 名札におおたと, 担当の鈴木: a name that is told.
fn told(text: &str, spans: &mut Vec<Redaction>) {
    for (mark, back) in [
        ("と申します", true),
        ("と申し", true),
        ("といいます", true),
        ("と名乗", true),
    ] {
        for (at, _) in text.match_indices(mark) {
            if back && let Some(start) = name_before(text, at) {
                push(spans, start, at, RedactionKind::Name);
            }
        }
    }
    // "予約した長谷川です": a known name of two characters or more before the end of a sentence.
    for (at, _) in text.match_indices("です") {
        let known = text[..at]
            .char_indices()
            .rev()
            .take(4)
            .skip(1)
            .filter(|(from, _)| families().contains(&text[*from..at]))
            .last();
        if let Some((start, _)) = known
            && text[..start].ends_with(['た', 'の', '、', '。', 'は', '\n'])
        {
            push(spans, start, at, RedactionKind::Name);
        }
    }
    signed(text, spans);
    for mark in [
        "名札に",
        "担当の",
        "係の",
        "看護師の",
        "スタッフの",
        "店員の",
        "名前は",
        "氏名：",
        "氏名:",
        "名義は",
        "名義人",
        "営業の",
        "技術の",
    ] {
        for (at, _) in text.match_indices(mark) {
            let start = at + mark.len();
            if let Some(end) = name_after(text, start) {
                push(spans, start, end, RedactionKind::Name);
            }
        }
    }
}

/// （村瀬） after a number, or 須藤 after the last sentence: a known family name that stands alone.
fn signed(text: &str, spans: &mut Vec<Redaction>) {
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '（' | '(')) {
        let start = at + c.len_utf8();
        let end = text[start..]
            .char_indices()
            .take(5)
            .find(|(_, c)| matches!(c, '）' | ')'))
            .map(|(len, _)| start + len);
        if let Some(end) = end.filter(|end| families().contains(&text[start..*end])) {
            push(spans, start, end, RedactionKind::Name);
        }
    }
    let whole = text.trim_end_matches(['。', ' ', '\n', '\u{3000}']);
    let last = whole
        .char_indices()
        .rev()
        .take(5)
        .find(|(_, c)| matches!(c, '。' | '！' | '\n' | '\u{3000}'))
        .map(|(at, c)| at + c.len_utf8());
    if let Some(start) = last.filter(|start| families().contains(&whole[*start..])) {
        push(spans, start, whole.len(), RedactionKind::Name);
    }
}

/// End of the family name, or of a short word before "と" on a name tag, that starts at `start`.
fn name_after(text: &str, start: usize) -> Option<usize> {
    let ends: Vec<usize> = text[start..]
        .char_indices()
        .take(6)
        .map(|(at, c)| start + at + c.len_utf8())
        .collect();
    let known = ends
        .iter()
        .rev()
        .copied()
        .find(|end| families().contains(&text[start..*end]));
    known.or_else(|| {
        let quoted = text[..start].ends_with("名札に");
        let end = ends
            .iter()
            .copied()
            .find(|end| text[*end..].starts_with('と'))?;
        quoted.then_some(end)
    })
}

/// From a prefecture or a city to the block number, and the building after it; 〒 and postcode.
fn addresses(text: &str, spans: &mut Vec<Redaction>) {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (i, (at, c)) in chars.iter().enumerate() {
        if *c == '〒' {
            let end = text[*at + c.len_utf8()..]
                .find(|c: char| !(c.is_ascii_digit() || c == '-' || c == ' '))
                .map_or(text.len(), |len| at + c.len_utf8() + len);
            push(spans, *at, end, RedactionKind::Address);
        }
        if !c.is_ascii_digit() || i == 0 || chars[i - 1].1.is_ascii_digit() || chars[i - 1].1 == '-'
        {
            continue;
        }
        if let Some(start) = place_before(&chars, i)
            && let Some(end) = block_end(&chars, i, text.len())
        {
            push(spans, start, end, RedactionKind::Address);
        }
    }
}

/// Where the place name before the number at character `i` starts, if it names a city or ward.
fn place_before(chars: &[(usize, char)], i: usize) -> Option<usize> {
    let mut from = i;
    let mut town = false;
    while from > 0 && i - from < 24 {
        let c = chars[from - 1].1;
        if script(c) == Script::Han || script(c) == Script::Katakana || c == '々' || c == 'ヶ' {
            town |= matches!(c, '市' | '区' | '町' | '村' | '郡')
                || PREFECTURES.iter().any(|p| p.starts_with(c)) && from + 2 < i;
            from -= 1;
        } else {
            break;
        }
    }
    (town && i - from >= 3).then(|| chars[from].0)
}

/// End of "2-14-7", "3丁目5番地" and of a building's name and room right after it.
fn block_end(chars: &[(usize, char)], i: usize, len: usize) -> Option<usize> {
    let mut k = i;
    let mut parts = 0;
    while let Some((_, c)) = chars.get(k) {
        let unit = matches!(c, '丁' | '目' | '番' | '地' | '号' | '-' | 'の');
        if unit {
            parts += 1;
        } else if !c.is_ascii_digit() {
            break;
        }
        k += 1;
    }
    if chars[k - 1].1 == 'の' {
        k -= 1;
    }
    if parts == 0 {
        return None;
    }
    // " コーポ青葉203" or "メゾン山手 305".
    let mut building = k;
    if chars
        .get(building)
        .is_some_and(|(_, c)| matches!(c, ' ' | '\u{3000}'))
    {
        building += 1;
    }
    let from = building;
    while building < chars.len()
        && building - from < 14
        && matches!(script(chars[building].1), Script::Han | Script::Katakana)
    {
        building += 1;
    }
    let digits = building;
    while building < chars.len() && chars[building].1.is_ascii_digit() {
        building += 1;
    }
    if building > digits && digits > from {
        k = building;
        if chars.get(k).is_some_and(|(_, c)| *c == '号') {
            k += 1;
        }
    }
    Some(chars.get(k).map_or(len, |(at, _)| *at))
}

#[cfg(test)]
mod tests {
    use crate::redact;

    #[test]
    fn names_with_an_honorific_go_and_customers_stay() {
        assert_eq!(
            redact("仲居の佐々木さんは親切でした").text,
            "仲居の[name]は親切でした"
        );
        assert_eq!(redact("担当の鈴木です").text, "担当の[name]です");
        for text in [
            "お客様の声",
            "店員さんが親切",
            "お母さんと行きました",
            "皆様へ",
        ] {
            assert_eq!(redact(text).text, text);
        }
    }

    #[test]
    fn addresses_run_from_the_prefecture_to_the_room() {
        assert_eq!(
            redact("新住所は埼玉県川越市仙波町2-14-7 コーポ青葉203です").text,
            "新住所は[address]です"
        );
        assert_eq!(redact("令和2-3年の話").text, "令和2-3年の話");
    }

    #[test]
    fn full_width_digits_are_digits() {
        assert_eq!(
            redact("電話０９０－３３１７－６６４２です").text,
            "電話[phone]です"
        );
    }
}
