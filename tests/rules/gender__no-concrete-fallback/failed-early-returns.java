class Leser {
    Geschlecht geschlecht(String geschlecht) {
        if ("m".equals(geschlecht)) {
            return Geschlecht.MAENNLICH;
        }
        return Geschlecht.WEIBLICH;
    }
}
