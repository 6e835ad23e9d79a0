package stall;

public class Booking {
    private String user;
    private String email;
    private Horse.Sex sex;
}
