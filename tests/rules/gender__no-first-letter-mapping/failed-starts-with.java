class MappingBean {
    Geschlecht geschlecht(String geschlecht) {
        if (geschlecht.toLowerCase().startsWith("m")) {
            return Geschlecht.MAENNLICH;
        } else if (geschlecht.toLowerCase().startsWith("w")) {
            return Geschlecht.WEIBLICH;
        }
        return Geschlecht.UNBEKANNT;
    }
}
