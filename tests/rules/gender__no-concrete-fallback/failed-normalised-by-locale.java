import java.util.Locale;

class Uebernahme {
    String geschlecht(String geschlecht) {
        switch (geschlecht.strip().toLowerCase(Locale.ROOT)) {
            case "weiblich":
                return "w";
            default:
                return "m";
        }
    }
}
