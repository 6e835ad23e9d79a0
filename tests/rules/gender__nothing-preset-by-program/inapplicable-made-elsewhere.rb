class BuergerImport
  def row
    Buerger.new(name: "Muster", geschlecht: "w")
  end
end
