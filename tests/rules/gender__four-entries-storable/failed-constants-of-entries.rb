class Resident
  GENDERS = { female: GENDER_FEMALE, male: GENDER_MALE }.freeze
  attr_accessor :surname, :birth_date
end
