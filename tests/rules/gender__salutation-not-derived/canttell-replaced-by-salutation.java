class Brief {
  String anfang(Person person) {
    return person.getGeschlecht().replace("m", "Herr").replace("w", "Frau");
  }
}
