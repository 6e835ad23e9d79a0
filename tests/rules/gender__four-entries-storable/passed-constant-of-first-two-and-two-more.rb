class Merkmale
  ERSTE = { 'weiblich' => 'w', 'männlich' => 'm' }.freeze
  GESCHLECHT = ERSTE.merge('divers' => 'd', 'ohne Angabe' => 'x').freeze
end
