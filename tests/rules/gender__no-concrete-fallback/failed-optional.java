import java.util.Optional;

class Abgleich {
    String geschlecht(String geschlecht) {
        return Optional.ofNullable(geschlecht).map(String::trim).orElse("").equalsIgnoreCase("weiblich") ? "w" : "m";
    }
}
