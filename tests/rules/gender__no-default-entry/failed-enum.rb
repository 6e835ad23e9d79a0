class Pilger < ApplicationRecord
  enum :geschlecht, { weiblich: 0, maennlich: 1, divers: 2, ohne_angabe: 3 }, default: :weiblich
  validates :nachname, presence: true
end
