class Ausgabe {
    private static final Map<String, String> ZU_GENDER = Map.of("m", "male", "w", "female");

    String kopf() {
        return "name;gender";
    }

    String gender(Mensch mensch) {
        return ZU_GENDER.getOrDefault(mensch.getGeschlecht(), "female");
    }
}
