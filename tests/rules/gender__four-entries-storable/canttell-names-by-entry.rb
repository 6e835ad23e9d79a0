module Inventor
  WOMENS_NAMES = %w[Ada Berta].freeze
  MENS_NAMES = %w[Anton Bruno].freeze
  CALLED = { female: WOMENS_NAMES, male: MENS_NAMES }.freeze
end
