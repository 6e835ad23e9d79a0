object Person {
  val geschlechter = Seq("männlich", "weiblich")
}
