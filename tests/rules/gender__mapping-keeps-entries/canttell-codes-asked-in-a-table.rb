class Lieferung
  KENNUNGEN = { "m" => "A1", "w" => "B1" }.freeze

  def zeile(person)
    [person.name, KENNUNGEN.fetch(person.gender)].join(";")
  end
end
