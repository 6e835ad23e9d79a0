class Leser {
    Geschlecht lesen(String code) {
        switch (code) {
            case "m": return Geschlecht.MAENNLICH;
            case "w": return Geschlecht.WEIBLICH;
            case "d": return Geschlecht.DIVERS;
            case "x": return Geschlecht.OHNE_ANGABE;
            default: return Geschlecht.OHNE_ANGABE;
        }
    }
}
