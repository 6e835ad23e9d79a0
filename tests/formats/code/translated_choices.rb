class Person
  GENDERS = [[MALE, I18n.t("gender.male", default: "male")], [FEMALE, I18n.t("gender.female", default: "female")]].freeze
  TITLES = [["1", p_("salutation", "Mr")], ["2", p_("salutation", "Mrs")]].freeze
end
