class Import
  def uebernehmen(person, zeile)
    person.geschlecht = zeile[:geschlecht] == 'm' ? 'm' : 'w'
  end
end
