export function passportSex(geschlecht: Geschlecht): string {
  switch (geschlecht) {
    case Geschlecht.Maennlich:
      return 'M';
    case Geschlecht.Weiblich:
      return 'F';
    case Geschlecht.Divers:
    case Geschlecht.OhneAngabe:
      return 'X';
  }
}
