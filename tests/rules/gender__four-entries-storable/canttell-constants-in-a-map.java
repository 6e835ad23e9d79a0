package de.amt;

import java.util.Map;

class Auszug {
    private static final Map<String, Geschlecht> GESCHLECHT_IM_AUSZUG = Map.of(
        "1", Geschlecht.MAENNLICH, "2", Geschlecht.WEIBLICH, "9", Geschlecht.UNBEKANNT);

    Geschlecht lies(String code) {
        return GESCHLECHT_IM_AUSZUG.get(code);
    }
}
