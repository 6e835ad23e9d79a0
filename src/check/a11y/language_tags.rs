//! Primary language subtags of the IANA registry.

use crate::a11y::Truth;

/// All two-letter subtags of type language.
const TWO: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da \
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii \
    ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh \
    mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa \
    sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve \
    vi vo wa wo xh yi yo za zh zu";
/// Three-letter ISO 639-2 codes for languages with a two-letter subtag: never valid.
const DOUBLES: &str = "aar abk ave afr aka amh arg ara asm ava aym aze bak bel bul bih bis bam ben bod tib bre bos \
    cat che cha cos cre ces cze chu chv cym wel dan deu ger div dzo ewe ell gre eng epo spa est eus baq fas per ful \
    fin fij fao fra fre fry gle gla glg grn guj glv hau heb hin hmo hrv hat hun hye arm her ina ind ile ibo iii ipk \
    ido isl ice ita iku jpn jav kat geo kon kik kua kaz kal khm kan kor kau kas kur kom cor kir lat ltz lug lim lin \
    lao lit lub lav mlg mah mri mao mkd mac mal mon mar msa may mlt mya bur nau nob nde nep ndo nld dut nno nor nbl \
    nav nya oci oji orm ori oss pan pli pol pus por que roh run ron rum rus kin san srd snd sme sag sin slk slo slv \
    smo sna som sqi alb srp ssw sot sun swe swa tam tel tgk tha tir tuk tgl tsn ton tur tso tat twi tah uig ukr urd \
    uzb ven vie vol wln wol xho yid yor zha zho chi zul";
/// All three-letter subtags of type language, one per line, sorted. From the IANA Language Subtag Registry of
/// 2025-08-25.
const THREE: &str = include_str!("language_tags.txt");

/// The first part of a language tag (RFC 5646), in lower case.
pub fn primary_subtag(tag: &str) -> String {
    tag.split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

fn is_listed(list: &str, subtag: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == subtag)
}

/// Whether a language tag starts with an existing primary language. Unlisted three-letter codes stay open, because the
/// registry grows.
pub fn is_known(tag: &str) -> Truth {
    let primary = primary_subtag(tag.trim());
    if !primary.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Truth::No;
    }
    match primary.len() {
        2 => is_listed(TWO, &primary).into(),
        3 if is_registered(&primary) || is_private(&primary) => Truth::Yes,
        3 if is_listed(DOUBLES, &primary) => Truth::No,
        3 => Truth::Unknown,
        // `i-…` and `x-…`, reserved lengths, words: none of these is a registered language.
        _ => Truth::No,
    }
}

/// Whether three letters are in the registry. Its lines have the same length, for binary search.
fn is_registered(primary: &str) -> bool {
    const LINE: usize = 4;
    let line = |index: usize| THREE.as_bytes().get(index * LINE..index * LINE + LINE - 1);
    let (mut low, mut high) = (0, THREE.len() / LINE);
    while low < high {
        let middle = low + (high - low) / 2;
        match line(middle).map(|known| known.cmp(primary.as_bytes())) {
            Some(std::cmp::Ordering::Equal) => return true,
            Some(std::cmp::Ordering::Less) => low = middle + 1,
            _ => high = middle,
        }
    }
    false
}

/// `qaa` to `qtz` are reserved for private use.
fn is_private(primary: &str) -> bool {
    ("qaa"..="qtz").contains(&primary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn primary_subtags_decide() {
        for (tag, expected) in [
            ("de", Truth::Yes),
            ("DE-AT-1996", Truth::Yes),
            ("en_US", Truth::No),
            ("gsw", Truth::Yes),
            ("aaa", Truth::Yes),
            ("tzm-Latn", Truth::Yes),
            ("zzj", Truth::Yes),
            ("qab", Truth::Yes),
            ("deu", Truth::No),
            ("deutsch", Truth::No),
            ("xx", Truth::No),
            ("i-klingon", Truth::No),
            ("x-eigen", Truth::No),
            ("bcx", Truth::Unknown),
            ("d1", Truth::No),
            ("", Truth::No),
        ] {
            assert_eq!(is_known(tag), expected, "{tag}");
        }
    }
}
