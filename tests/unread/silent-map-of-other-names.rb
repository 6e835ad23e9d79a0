module Profil
  FELDER = {
    'name' => 'Name',
    'agenda' => 'Tagesordnung',
    'engender' => 'hervorrufen',
  }
end
