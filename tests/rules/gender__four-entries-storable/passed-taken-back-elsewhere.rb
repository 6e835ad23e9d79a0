class WidenSex < ActiveRecord::Migration[7.1]
  def up
    execute <<~SQL
      ALTER TABLE patients ADD CONSTRAINT sex_known CHECK (sex IN ('m', 'f', 'd', 'x'));
    SQL
  end

  def down
    execute "ALTER TABLE patients ADD CONSTRAINT sex_known CHECK (sex IN ('m', 'f'))"
  end
end
