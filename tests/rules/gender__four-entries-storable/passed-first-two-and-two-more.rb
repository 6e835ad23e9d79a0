class Helfer < ApplicationRecord
  ERSTE = { weiblich: 'w', maennlich: 'm' }.freeze

  enum geschlecht: ERSTE.merge(divers: 'd', ohne_angabe: 'x')
end
