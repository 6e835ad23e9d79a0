class Liste {
    private static final Map<String, String> GENDER_TO_CODE = Map.of(
            "männlich", "1",
            "weiblich", "2");
}
