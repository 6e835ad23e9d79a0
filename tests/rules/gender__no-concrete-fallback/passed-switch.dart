String meldecode(Geschlecht geschlecht) => switch (geschlecht) {
      Geschlecht.maennlich => 'm',
      Geschlecht.weiblich => 'w',
      Geschlecht.divers => 'd',
      _ => throw ArgumentError(geschlecht),
    };
