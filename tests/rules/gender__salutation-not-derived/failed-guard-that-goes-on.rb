def anrede(gast)
  if gast.geschlecht == "divers" || gast.geschlecht == "keine Angabe"
    protokoll << gast.id
  end
  gast.geschlecht == "w" ? "Sehr geehrte Frau" : "Sehr geehrter Herr"
end
