def fill(connection):
    insert_row(connection, "gender", [next_id(), upper("m"), "Male"])
    insert_row(connection, "gender", [next_id(), upper("f"), "Female"])
