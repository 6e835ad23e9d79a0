module Erfunden
  GESCHLECHTER = %w[Mann Frau].freeze

  def self.geschlecht
    pick_sample(GESCHLECHTER)
  end
end
