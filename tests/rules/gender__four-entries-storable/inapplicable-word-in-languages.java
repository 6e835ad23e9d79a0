package texts;

import java.util.Map;

class Texts {
    static final Map<String, String> GENDER_MALE = Map.of("de", "männlich", "en", "male");
    static final Map<String, String> GENDER_DIVERSE = Map.of("de", "divers", "en", "diverse");
}
