import java.util.Map;

public class Labels {
    private static final Map<String, String> GENDER_LABELS = Map.of("m", "männlich", "w", "weiblich");

    public static String genderLabel(String gender) {
        return GENDER_LABELS.getOrDefault(gender, "unbekannt");
    }
}
