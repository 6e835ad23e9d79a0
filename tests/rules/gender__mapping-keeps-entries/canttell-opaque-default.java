class Lieferung {
  String kennung(Person person) {
    switch (person.getGeschlecht()) {
      case "m":
        return "1";
      case "w":
        return "2";
      default:
        return DEFAULT_CODE;
    }
  }
}
