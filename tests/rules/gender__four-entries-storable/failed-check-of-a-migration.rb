class AddGenderToMembers < ActiveRecord::Migration[7.1]
  def up
    add_column :members, :gender, :string, limit: 1, null: false
    add_check_constraint :members, "gender IN ('m', 'w')", name: 'members_gender'
  end

  def down
    remove_column :members, :gender
  end
end
