class DropGenderCheck < ActiveRecord::Migration[7.1]
  def up
    remove_check_constraint :members, name: 'members_gender'
    add_column :members, :gender, :string
  end

  def down
    add_check_constraint :members, "gender IN ('m', 'w')", name: 'members_gender'
  end
end
