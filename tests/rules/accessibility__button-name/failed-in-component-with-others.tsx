export const Bar = () => (
  <Toolbar>
    <p>Search</p>
    <button type="button"><i className="fa fa-search" /></button>
  </Toolbar>
);
