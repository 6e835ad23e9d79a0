package statistik;

class Kennziffern {
  int kennziffer(String geschlecht) {
    switch (geschlecht) {
      case "maennlich":
        return 1;
      case "weiblich":
        return 2;
      default:
        throw new IllegalArgumentException(geschlecht);
    }
  }
}
