export const Bar = () => (
  <Hint text="Search">
    <button type="button"><i className="fa fa-search" /></button>
  </Hint>
);
