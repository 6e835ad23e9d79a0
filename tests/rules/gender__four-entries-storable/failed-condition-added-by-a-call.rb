class AddSexToReaders < ActiveRecord::Migration[7.1]
  def change
    add_column :readers, :sex, :string, limit: 1
    add_check_constraint :readers, "sex IN ('f', 'm', 'd')", name: "readers_sex"
  end
end
