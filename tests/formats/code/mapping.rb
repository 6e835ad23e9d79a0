class Person
  def anrede
    case geschlecht
    when 'm', :w then 'Herr'
    when Geschlecht::W
      'Frau'
    else
      raise 'unbekannt'
    end
  end

  def kurz
    return 'm' if geschlecht == 'männlich'
    return 'w' if geschlecht == 'weiblich'

    'd'
  end

  def brief
    text = male? ? "Sehr geehrter Herr #{name}" : 'Sehr geehrte Frau'
    self.geschlecht = { 'Herr' => 'm', Frau: 'w' }[anrede] || ''
    unless geschlecht == 'm'
      @anrede = 'Frau'
    else
      @anrede = 'Herr'
    end
    if geschlecht.start_with?('m') then 'Herr' elsif geschlecht.start_with?('w') then 'Frau' end
  end
end
