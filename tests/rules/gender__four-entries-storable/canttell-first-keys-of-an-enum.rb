class Mitglied < ApplicationRecord
  enum geschlecht: { maennlich: 0, weiblich: 1, divers: 2, ohne_angabe: 3 }
  validates :geschlecht, inclusion: { in: geschlechts.keys.first(2) }
end
