class Versand {
    static String xmeld(Geschlecht geschlecht) {
        return switch (geschlecht) {
            case MAENNLICH -> "m";
            case WEIBLICH -> "w";
            case DIVERS, OHNE_ANGABE -> "d";
        };
    }
}
