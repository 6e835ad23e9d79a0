class Importer
  def gender(row)
    row.gender =~ /\A(f|w)/i ? 'female' : 'male'
  end
end
