class Gast < ApplicationRecord
  GESCHLECHTER = %w[Mann Frau].freeze

  validates :geschlecht, inclusion: { in: GESCHLECHTER }

  def beispiel
    GESCHLECHTER.sample
  end
end
