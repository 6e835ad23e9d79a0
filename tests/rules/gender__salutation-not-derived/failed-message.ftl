kursbestaetigung = { $geschlecht ->
    [m] Lieber Herr { $nachname }
   *[w] Liebe Frau { $nachname }
}
