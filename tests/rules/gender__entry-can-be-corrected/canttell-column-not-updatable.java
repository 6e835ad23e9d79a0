import jakarta.persistence.*;

@Entity
public class Person {
    @Column(name = "geschlecht", updatable = false)
    private String geschlecht;

    @Column(name = "gender_id", insertable = false, updatable = false)
    private Long genderId;
}
