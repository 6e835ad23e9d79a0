module Profil
  FELDER = {
    'name' => 'Name',
    'dob' => 'Geburtstag',
    'gender' => 'Gender',
  }
end
