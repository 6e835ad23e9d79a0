create_table "people" do |t|
  t.string "gender", limit: 1, null: false, default: "m"
  t.date "geburtsdatum"
end
class Person < ApplicationRecord
  enum gender: { male: 0, female: 1 }
  GENDERS = %w[m w].freeze
end
