class Einladung {
  String kopf(Gast gast) => gast.geschlecht == 'm' ? 'Lieber Herr' : 'Liebe Frau';
}
