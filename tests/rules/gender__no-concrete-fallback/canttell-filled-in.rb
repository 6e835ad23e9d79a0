class Person
  def ergaenzen
    self.geschlecht ||= "weiblich"
  end
end
