class _AnmeldungState extends State<Anmeldung> {
  String _vorname = '';
  Geschlecht _geschlecht = Geschlecht.weiblich;
}

enum Geschlecht { maennlich, weiblich, divers, ohneAngabe }
