module PersonHelper
  GENDER_LABELS = { 'm' => 'male', 'f' => 'female' }.freeze

  def gender_label(gender)
    GENDER_LABELS.fetch(gender, 'not specified')
  end
end
