class Person < ApplicationRecord
  enum gender: { male: 0, female: 1 }
  enum :sex, [:male, :female], default: :male
  enum geschlecht: %i[m w]
  validates :gender2, inclusion: { in: %w[m w] }
  validates :gender3, presence: true, inclusion: { in: GENDERS }
  validates_inclusion_of :gender4, in: ['m', 'w']
  validates :gender5, format: { with: /\A[mw]\z/ }
  GENDERS = %w[m w].freeze
  GENDER_MALE = 'm'
  GENDER_FEMALE = 'w'
  attribute :gender6, :string
  enumerize :gender7, in: [:male, :female]
end
class AddGender < ActiveRecord::Migration[7.0]
  def change
    add_column :people, :gender, :string, limit: 1, default: 'm', null: false
    create_enum :gender, %w[male female]
    create_table :people do |t|
      t.string :geschlecht
      t.enum :gender, enum_type: :gender
    end
  end
end
