import java.util.*;
class Listen {
  static final List<String> GENDERS = new ArrayList<>(List.of("männlich", "weiblich"));
  static {
    GENDERS.add("divers");
    GENDERS.add("keine Angabe");
  }
}
