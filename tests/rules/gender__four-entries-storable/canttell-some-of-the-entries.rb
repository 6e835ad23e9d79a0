GENDERS = %w[m f d x].freeze
TITLED_GENDERS = %w[m f].freeze
