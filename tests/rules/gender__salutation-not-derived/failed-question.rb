class Brief
  def anrede(person)
    person.male? ? "Sehr geehrter Herr #{person.name}" : "Sehr geehrte Frau #{person.name}"
  end
end
