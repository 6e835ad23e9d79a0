package kursverwaltung;

class Serienbrief {
  String anredezeile(Teilnehmer person) {
    if (person.getGeschlecht() == Geschlecht.DIVERS || person.getGeschlecht() == Geschlecht.OHNE_ANGABE) {
      return "Guten Tag " + person.getNachname();
    }
    return person.getGeschlecht() == Geschlecht.WEIBLICH ? "Sehr geehrte Frau" : "Sehr geehrter Herr";
  }
}
