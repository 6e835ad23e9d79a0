class Applicant
  FORMER_GENDERS = %w[male female].freeze
  GENDERS = (FORMER_GENDERS + %w[diverse no_entry]).freeze
end
