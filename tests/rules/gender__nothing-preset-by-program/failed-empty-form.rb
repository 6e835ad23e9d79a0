class BuergerController < ApplicationController
  def new
    @buerger = Buerger.new(name: "", geschlecht: "w")
  end
end
