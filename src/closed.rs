//! Closed lists: a type whose values are words in files, generated from a single list.

/// Makes an enum from its values and their words: serde support, `ALL` and `NAMES` in the order of the list, `name`,
/// and `from_name`, which knows only words of the list.
macro_rules! closed {
    (
        $(#[$of_type:meta])*
        $visibility:vis enum $Type:ident {
            $($(#[$of_value:meta])* $Value:ident = $word:literal,)+
        }
    ) => {
        $(#[$of_type])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        $visibility enum $Type {
            $($(#[$of_value])* #[serde(rename = $word)] $Value,)+
        }

        impl $Type {
            /// All values, in order.
            $visibility const ALL: [Self; [$($word),+].len()] = [$(Self::$Value),+];

            /// The words of all values, in the same order.
            $visibility const NAMES: [&'static str; [$($word),+].len()] = [$($word),+];

            /// The word of this value.
            $visibility const fn name(self) -> &'static str {
                match self {
                    $(Self::$Value => $word,)+
                }
            }

            /// The value with exactly this word.
            $visibility fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$Value),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use closed;

#[cfg(test)]
mod tests {
    closed! {
        /// Documented, with a default.
        #[derive(Default)]
        enum Answer {
            Yes = "yes",
            /// No answer was given.
            #[default]
            NotSaid = "not-said",
        }
    }

    #[test]
    fn one_list_says_values_and_words() {
        assert_eq!(Answer::ALL.map(Answer::name), Answer::NAMES);
        for answer in Answer::ALL {
            assert_eq!(Answer::from_name(answer.name()), Some(answer));
            let written = serde_json::to_value(answer).expect("a word");
            assert_eq!(written, answer.name());
            let read: Answer = serde_json::from_value(written).expect("a word");
            assert_eq!(read, answer);
        }
        assert_eq!(Answer::default(), Answer::NotSaid);
    }

    #[test]
    fn other_words_mean_nothing() {
        for word in ["", "Yes", "notSaid", "not_said", "no"] {
            assert_eq!(Answer::from_name(word), None, "{word}");
            assert!(
                serde_json::from_value::<Answer>(word.into()).is_err(),
                "{word}"
            );
        }
    }
}
