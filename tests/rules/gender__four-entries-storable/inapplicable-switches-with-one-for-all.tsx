export const Sieve = () => (
  <div>
    <Switch name="all">All</Switch>
    <Switch name="male">Male</Switch>
    <Switch name="female">Female</Switch>
  </div>
);
