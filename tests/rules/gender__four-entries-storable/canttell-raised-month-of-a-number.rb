class RodneCislo
  GENDERS = %w[male female].freeze

  def initialize(number)
    @month = number[2, 2].to_i
  end
end
