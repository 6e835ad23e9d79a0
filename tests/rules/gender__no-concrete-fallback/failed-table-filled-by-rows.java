class Tabelle {
    private static final Map<String, String> ZU_GENDER = new HashMap<>();
    static {
        ZU_GENDER.put("m", "male");
        ZU_GENDER.put("w", "female");
    }

    static String gender(String geschlecht) {
        return ZU_GENDER.getOrDefault(geschlecht, "male");
    }
}
