class Member < ApplicationRecord
  GENDERS = %w[male female].freeze

  validates :last_name, presence: true
  validates :gender, inclusion: { in: Member::GENDERS }
end
