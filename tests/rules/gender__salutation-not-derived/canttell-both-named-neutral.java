class Briefkopf {
    String anrede(Geschlecht geschlecht) {
        switch (geschlecht) {
            case WEIBLICH: return "Frau";
            case DIVERS:
            case OHNE_ANGABE: return "Guten Tag";
            default: return "Herr";
        }
    }
}
