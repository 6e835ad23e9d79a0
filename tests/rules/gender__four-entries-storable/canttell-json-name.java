public class Row {
    @JsonProperty("surname")
    private String a;
    @JsonProperty("gender")
    private String b;
}
