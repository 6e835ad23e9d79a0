import java.util.*;
class Listen {
  static final List<String> GENDERS = new ArrayList<>(List.of("männlich", "weiblich"));
  void erweitern() {
    GENDERS.add("divers");
  }
}
