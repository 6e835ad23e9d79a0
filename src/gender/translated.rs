//! Labels that a template translates at display time: their key is their meaning.

/// The key inside `{{ 'gender.male' | translate }}` and `{{ $t("male") }}`; other labels unchanged.
pub(super) fn key(label: &str) -> &str {
    inserted(label).unwrap_or(label)
}

fn inserted(label: &str) -> Option<&str> {
    /// Functions that translate their argument.
    const FUNCTIONS: [&str; 11] = [
        "$t",
        "$translate",
        "_",
        "__",
        "gettext",
        "i18n",
        "i18n.t",
        "t",
        "tr",
        "trans",
        "translate",
    ];
    /// Filters that translate the value before them.
    const FILTERS: [&str; 6] = ["i18n", "localize", "t", "trans", "translate", "transloco"];
    let inner = label.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    let is_quote = |ch: char| matches!(ch, '\'' | '"' | '`');
    let (before, rest) = inner.split_at(inner.find(is_quote)?);
    let quote = rest.chars().next()?;
    let (key, behind) = rest.get(quote.len_utf8()..)?.split_once(quote)?;
    let behind = behind.trim();
    let called = before.trim().strip_suffix('(').map(str::trim_end);
    let is_called = called.is_some_and(|name| FUNCTIONS.contains(&name))
        && behind.ends_with(')')
        && behind.starts_with([')', ',']);
    let is_filtered = before.trim().is_empty()
        && behind.strip_prefix('|').is_some_and(|filter| {
            let name = filter
                .trim_start()
                .split(|ch: char| !ch.is_alphanumeric())
                .next();
            name.is_some_and(|name| FILTERS.contains(&name))
        });
    ((is_called || is_filtered) && !key.is_empty()).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn translations_say_what_they_are_asked_for() {
        assert_eq!(key("{{ 'gender.male' | translate }}"), "gender.male");
        assert_eq!(key("{{$t(\"weiblich\")}}"), "weiblich");
        assert_eq!(key("{{ __('Herr', 'desk') }}"), "Herr");
    }

    #[test]
    fn other_labels_stay() {
        for label in [
            "male",
            "{{ name }}",
            "{{ 'a' + b }}",
            "{{ format('male') }}",
            "{{ '",
            "",
        ] {
            assert_eq!(key(label), label);
        }
    }
}
