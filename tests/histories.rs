//! Migrations of a folder: the verdict is about what they leave behind, findings name the line that decides.

use std::path::Path;

use assert_cmd::Command;

fn fields(folder: &Path) -> Vec<serde_json::Value> {
    let out = Command::cargo_bin("fachcheck")
        .expect("the program is built")
        .args(["dump", "fields", "--format", "jsonl"])
        .arg(folder)
        .output()
        .expect("it runs");
    String::from_utf8_lossy(&out.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("a line of JSON"))
        .collect()
}

/// Writes the files of a folder.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    folder
}

const FIRST: (&str, &str) = (
    "db/V1__anlage.sql",
    "-- Erfunden: Volkshochschule Musterstadt.\nCREATE TABLE teilnehmer (\n  id INT PRIMARY KEY,\n  geschlecht CHAR(1) NOT NULL,\n  CONSTRAINT ck CHECK (geschlecht IN ('m', 'w'))\n);\n",
);

#[test]
fn the_last_state_counts() {
    let folder = folder(&[
        FIRST,
        (
            "db/V10__alle.sql",
            "ALTER TABLE teilnehmer DROP CONSTRAINT ck;\nALTER TABLE teilnehmer ADD CONSTRAINT ck2 CHECK (geschlecht IN ('m', 'w', 'd', 'x'));",
        ),
        (
            "db/V2__divers.sql",
            "ALTER TABLE teilnehmer DROP CONSTRAINT ck;\nALTER TABLE teilnehmer ADD CONSTRAINT ck CHECK (geschlecht IN ('m', 'w', 'd'));\n",
        ),
        (
            "db/U10__alle.sql",
            "ALTER TABLE teilnehmer ADD CONSTRAINT alt CHECK (geschlecht IN ('m', 'w'));",
        ),
    ]);
    let fields = fields(folder.path());
    assert_eq!(fields.len(), 1, "{fields:?}");
    assert_eq!(fields[0]["outcome"], "passed");
    assert!(
        fields[0]["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("db/V1__anlage.sql")),
        "{fields:?}"
    );
    assert_eq!(fields[0]["line"], 4);
}

#[test]
fn findings_name_the_migration_that_decides() {
    let folder = folder(&[
        FIRST,
        (
            "db/V2__divers.sql",
            "-- ein Fehler darf die anderen nicht mitreißen: 'offen\nALTER TABLE teilnehmer DROP CONSTRAINT ck;\n\nALTER TABLE teilnehmer ADD CONSTRAINT ck CHECK (geschlecht IN ('m', 'w', 'd'));\n-- @undo\nDROP TABLE teilnehmer;\n",
        ),
        (
            "db/V3__anderes.sql",
            "CREATE TABLE kurs (id INT, titel VARCHAR(80))",
        ),
    ]);
    let out = Command::cargo_bin("fachcheck")
        .expect("the program is built")
        .args(["check", "--format", "json"])
        .arg(folder.path())
        .output()
        .expect("it runs");
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).expect("a report");
    let assertions = report["applications"][0]["assertions"]
        .as_array()
        .expect("assertions");
    let four = assertions
        .iter()
        .find(|assertion| assertion["rule"] == "gender/four-entries-storable")
        .expect("the rule ran");
    let declared = &four["findings"][0]["place"];
    assert!(
        declared["document"]
            .as_str()
            .is_some_and(|path| path.ends_with("db/V1__anlage.sql")),
        "{declared}"
    );
    let place = &four["findings"][0]["related"][0];
    assert!(
        place["document"]
            .as_str()
            .is_some_and(|path| path.ends_with("db/V2__divers.sql")),
        "{place}"
    );
    assert_eq!(place["line"], 4);
}

#[test]
fn folders_stand_for_themselves() {
    let script = FIRST.1;
    let folder = folder(&[
        ("h2/V1__a.sql", script),
        (
            "h2/V2__b.sql",
            "ALTER TABLE teilnehmer DROP COLUMN geschlecht;",
        ),
        ("oracle/V1__a.sql", script),
        ("zwei/V1__a.sql", script),
        ("zwei/V1.0__b.sql", "DROP TABLE teilnehmer;"),
    ]);
    let fields = fields(folder.path());
    let paths: Vec<&str> = fields
        .iter()
        .filter_map(|field| field["path"].as_str())
        .collect();
    assert_eq!(fields.len(), 2, "{paths:?}");
    assert!(paths[0].ends_with("oracle/V1__a.sql"));
    assert!(paths[1].ends_with("zwei/V1__a.sql"));
}

/// By file: the outcome of each field, or that it is history.
fn outcomes(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let folder = folder(files);
    let mut outcomes: Vec<(String, String)> = fields(folder.path())
        .iter()
        .map(|field| {
            let path = field["path"].as_str().unwrap_or_default();
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            let outcome = match field["origin"].as_str() {
                Some("history") => "history",
                _ => field["outcome"].as_str().unwrap_or_default(),
            };
            (name, outcome.to_owned())
        })
        .collect();
    outcomes.sort();
    outcomes.dedup();
    outcomes
}

fn expect(files: &[(&str, &str)], expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(name, outcome)| ((*name).to_owned(), (*outcome).to_owned()))
        .collect();
    assert_eq!(outcomes(files), expected, "{files:?}");
}

#[cfg(feature = "code")]
const DJANGO: (&str, &str) = (
    "verein/migrations/0001_initial.py",
    "class Migration(migrations.Migration):\n    operations = [\n        migrations.CreateModel(\n            name=\"Mitglied\",\n            fields=[\n                (\"vorname\", models.CharField(max_length=80)),\n                (\"geschlecht\", models.CharField(max_length=1, choices=[(\"m\", \"männlich\"), (\"w\", \"weiblich\")])),\n            ],\n        ),\n    ]\n",
);

#[cfg(feature = "code")]
#[test]
fn fields_of_django_are_altered_renamed_and_removed() {
    let altered = "class Migration(migrations.Migration):\n    operations = [\n        migrations.AlterField(\"mitglied\", \"geschlecht\", models.CharField(max_length=1, choices=[(\"m\", \"männlich\"), (\"w\", \"weiblich\"), (\"d\", \"divers\"), (\"x\", \"keine Angabe\")])),\n    ]\n";
    expect(
        &[DJANGO, ("verein/migrations/0010_alle.py", altered)],
        &[("0001_initial.py", "history"), ("0010_alle.py", "passed")],
    );
    // Another application with a model of the same name says nothing about this one.
    expect(
        &[DJANGO, ("kurse/migrations/0010_alle.py", altered)],
        &[("0001_initial.py", "failed"), ("0010_alle.py", "passed")],
    );
    let removed = "class Migration(migrations.Migration):\n    operations = [migrations.RemoveField(model_name=\"mitglied\", name=\"geschlecht\")]\n";
    expect(
        &[DJANGO, ("verein/migrations/0002_weg.py", removed)],
        &[("0001_initial.py", "history")],
    );
    let renamed = "class Migration(migrations.Migration):\n    operations = [\n        migrations.RenameField(model_name=\"mitglied\", old_name=\"geschlecht\", new_name=\"gender\"),\n        migrations.AlterField(model_name=\"mitglied\", name=\"gender\", field=models.CharField(choices=[(\"m\", \"männlich\"), (\"w\", \"weiblich\"), (\"d\", \"divers\"), (\"x\", \"keine Angabe\")], max_length=1)),\n    ]\n";
    expect(
        &[DJANGO, ("verein/migrations/0003_name.py", renamed)],
        &[("0001_initial.py", "history"), ("0003_name.py", "passed")],
    );
}

#[cfg(feature = "code")]
#[test]
fn steps_of_alembic_follow_each_other_whatever_their_files_are_called() {
    let first = "from alembic import op\nimport sqlalchemy as sa\nrevision = \"f7\"\ndown_revision = None\n\ndef upgrade():\n    op.create_table(\n        \"spender\",\n        sa.Column(\"vorname\", sa.String(80)),\n        sa.Column(\"geschlecht\", sa.Enum(\"m\", \"w\", name=\"geschlecht\")),\n    )\n\ndef downgrade():\n    op.drop_table(\"spender\")\n";
    let second = "from alembic import op\nimport sqlalchemy as sa\nrevision = \"a1\"\ndown_revision = \"f7\"\n\ndef upgrade():\n    op.alter_column(\"spender\", \"geschlecht\",\n        existing_type=sa.Enum(\"m\", \"w\", name=\"geschlecht\"),\n        type_=sa.Enum(\"m\", \"w\", \"d\", \"x\", name=\"geschlecht\"))\n\ndef downgrade():\n    op.alter_column(\"spender\", \"geschlecht\", type_=sa.Enum(\"m\", \"w\", name=\"geschlecht\"))\n";
    expect(
        &[
            ("alembic/versions/f7_spender.py", first),
            ("alembic/versions/a1_mehr.py", second),
        ],
        &[("a1_mehr.py", "passed"), ("f7_spender.py", "history")],
    );
    let dropped = "from alembic import op\nrevision = \"b2\"\ndown_revision = \"f7\"\n\ndef upgrade():\n    op.drop_column(\"spender\", \"geschlecht\")\n";
    expect(
        &[
            ("alembic/versions/f7_spender.py", first),
            ("alembic/versions/b2_weg.py", dropped),
        ],
        &[("f7_spender.py", "history")],
    );
    let statement = "from alembic import op\nrevision = \"c3\"\ndown_revision = None\n\ndef upgrade():\n    op.execute(\"CREATE TABLE spender (vorname text, geschlecht varchar(1) CHECK (geschlecht IN ('m', 'w')))\")\n\ndef downgrade():\n    op.execute(\"DROP TABLE spender\")\n";
    expect(
        &[("alembic/versions/c3_spender.py", statement)],
        &[("c3_spender.py", "failed")],
    );
}

#[cfg(feature = "code")]
#[test]
fn columns_belong_to_the_table_that_a_call_names() {
    let knex = |values: &str, call: &str| {
        format!(
            "exports.up = (knex) => knex.schema.{call}('gast', (t) => {{\n  t.string('vorname');\n  t.enu('geschlecht', [{values}]);\n}});\nexports.down = (knex) => knex.schema.alterTable('gast', (t) => {{\n  t.enu('geschlecht', ['m', 'w']).alter();\n}});\n"
        )
    };
    let (two, four) = ("'m', 'w'", "'m', 'w', 'd', 'x'");
    expect(
        &[
            ("migrations/2_gast.js", &knex(two, "createTable")),
            ("migrations/10_gast.js", &knex(four, "alterTable")),
        ],
        &[("10_gast.js", "passed"), ("2_gast.js", "history")],
    );
    let laravel = |values: &str, call: &str| {
        format!(
            "<?php\nreturn new class extends Migration {{\n  public function up(): void {{\n    Schema::{call}('gast', function (Blueprint $table) {{\n      $table->string('vorname');\n      $table->enum('geschlecht', [{values}])->nullable();\n    }});\n  }}\n  public function down(): void {{\n    Schema::table('gast', fn (Blueprint $table) => $table->enum('geschlecht', ['m', 'w'])->change());\n  }}\n}};\n"
        )
    };
    expect(
        &[
            (
                "database/migrations/2020_01_01_gast.php",
                &laravel(two, "create"),
            ),
            (
                "database/migrations/2021_01_01_gast.php",
                &laravel(four, "table"),
            ),
        ],
        &[
            ("2020_01_01_gast.php", "history"),
            ("2021_01_01_gast.php", "passed"),
        ],
    );
    let sequelize = |values: &str| {
        format!(
            "module.exports = {{\n  async up(queryInterface, Sequelize) {{\n    await queryInterface.changeColumn('gast', 'geschlecht', {{ type: Sequelize.ENUM({values}) }});\n  }},\n  async down(queryInterface, Sequelize) {{\n    await queryInterface.changeColumn('gast', 'geschlecht', {{ type: Sequelize.ENUM('m', 'w') }});\n  }},\n}};\n"
        )
    };
    expect(
        &[
            ("migrations/20200101-a.js", &sequelize(two)),
            ("migrations/20210101-b.js", &sequelize(four)),
        ],
        &[("20200101-a.js", "history"), ("20210101-b.js", "passed")],
    );
    let rails = "class Weg < ActiveRecord::Migration[7.0]\n  def change\n    remove_column :gaeste, :geschlecht, :string\n  end\nend\n";
    let made = "class Gaeste < ActiveRecord::Migration[7.0]\n  def change\n    create_table :gaeste do |t|\n      t.string :vorname\n      t.string :geschlecht, limit: 1\n    end\n    add_check_constraint :gaeste, \"geschlecht IN ('m', 'w')\"\n  end\nend\n";
    expect(
        &[
            ("db/migrate/2020_gaeste.rb", made),
            ("db/migrate/2021_weg.rb", rails),
        ],
        &[("2020_gaeste.rb", "history")],
    );
}

#[test]
fn numbered_scripts_of_migrations_are_one_history() {
    let made = "CREATE TABLE gast (id int, vorname text, geschlecht text CHECK (geschlecht IN ('m', 'w')));";
    let more = "ALTER TABLE gast DROP CONSTRAINT gast_geschlecht_check;\nALTER TABLE gast ADD CONSTRAINT neu CHECK (geschlecht IN ('m', 'w', 'd', 'x'));";
    let back = "ALTER TABLE gast ADD CONSTRAINT alt CHECK (geschlecht IN ('m', 'w'));";
    expect(
        &[
            ("migrations/2_gast.up.sql", made),
            ("migrations/2_gast.down.sql", "DROP TABLE gast;"),
            ("migrations/10_mehr.up.sql", more),
            ("migrations/10_mehr.down.sql", back),
        ],
        &[("2_gast.up.sql", "passed")],
    );
    expect(
        &[
            (
                "prisma/migrations/2020_gast/migration.sql",
                "CREATE TYPE \"Geschlecht\" AS ENUM ('m', 'w');\nCREATE TABLE gast (vorname text, geschlecht \"Geschlecht\");",
            ),
            (
                "prisma/migrations/2021_mehr/migration.sql",
                "ALTER TYPE \"Geschlecht\" ADD VALUE 'd';\nALTER TYPE \"Geschlecht\" ADD VALUE 'x';",
            ),
        ],
        &[("migration.sql", "passed")],
    );
    // What only goes back declares nothing.
    expect(
        &[("sql/gast.down.sql", made)],
        &[("gast.down.sql", "history")],
    );
    // Outside of migrations numbers are no order: which of the two holds, nobody can say.
    expect(
        &[("sql/1_gast.sql", made), ("sql/2_mehr.sql", more)],
        &[("1_gast.sql", "cantTell"), ("2_mehr.sql", "passed")],
    );
}

/// The gaps of a check, in words, and how it ends.
fn checked(folder: &Path) -> (String, Option<i32>) {
    let out = Command::cargo_bin("fachcheck")
        .expect("the program is built")
        .args(["check", "--no-config", "--output-format", "concise"])
        .arg(folder)
        .output()
        .expect("it runs");
    (
        String::from_utf8_lossy(&out.stdout).into_owned(),
        out.status.code(),
    )
}

/// Whoever deletes the column has settled everything about it.
#[test]
fn what_a_later_step_takes_away_is_read() {
    let all = "CREATE TABLE teilnehmer (id INT, geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w', 'd', 'x')));";
    for (later, ends) in [
        ("ALTER TABLE teilnehmer DROP COLUMN geschlecht;", 0),
        (
            "UPDATE teilnehmer SET geschlecht = NULL;\nALTER TABLE teilnehmer DROP CONSTRAINT ck;\nALTER TABLE teilnehmer DROP COLUMN geschlecht;",
            0,
        ),
        ("DROP TABLE teilnehmer;", 0),
        (&format!("DROP TABLE teilnehmer;\n{all}"), 0),
        (
            "ALTER TABLE teilnehmer RENAME COLUMN geschlecht TO gender;",
            1,
        ),
        ("ALTER TABLE teilnehmer DROP COLUMN id;", 1),
    ] {
        let folder = folder(&[FIRST, ("db/V2__spaeter.sql", later)]);
        let (said, code) = checked(folder.path());
        assert!(!said.contains("nicht verstanden"), "{later}: {said}");
        assert_eq!(code, Some(ends), "{later}: {said}");
    }
}

/// Names beside it in statements that nobody reads are still told.
#[test]
fn what_another_statement_says_stays_open() {
    let later = "ALTER TABLE teilnehmer DROP COLUMN geschlecht;\nCREATE WIDGET antrag WITH geschlecht AS CHOICE OF ('m', 'w');";
    let folder = folder(&[FIRST, ("db/V2__spaeter.sql", later)]);
    let (said, code) = checked(folder.path());
    assert_eq!(code, Some(3), "{said}");
}
