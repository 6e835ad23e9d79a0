class Lieferung
  def zeile(person)
    person.geschlecht.tr("mw", "12")
  end
end
