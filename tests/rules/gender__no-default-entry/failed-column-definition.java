@Entity
class Antragsteller {
    private String nachname;
    @Column(columnDefinition = "varchar(10) default 'männlich' not null")
    private String geschlecht;
}
