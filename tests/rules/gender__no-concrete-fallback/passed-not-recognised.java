class Leser {
    Geschlecht lesen(String geschlecht) {
        if (geschlecht.equals("m")) {
            return Geschlecht.MAENNLICH;
        } else if (geschlecht.equals("w")) {
            return Geschlecht.WEIBLICH;
        } else {
            throw new IllegalArgumentException("nicht erkannt");
        }
    }
}
